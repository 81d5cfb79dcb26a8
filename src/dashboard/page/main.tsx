import { render } from "preact";
import { followLinks } from "./address.ts";
import { App } from "./app.tsx";
import { listenForKeys } from "./keys.ts";
import { applyTheme } from "./preferences.ts";

applyTheme();
followLinks();
listenForKeys();
render(<App />, document.body);
