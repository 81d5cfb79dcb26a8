import { Router } from "express";
import { readVersion } from "../../version.ts";
import type { Route } from "../route.ts";
import { openApiDocument, type OpenApiDocument } from "./document.ts";
import { documentPage } from "./page.ts";
import type { Stream } from "./stream.ts";
import { STYLE } from "./style.ts";

/** A page without scripts, and with the one stylesheet. */
const POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the document of these routes and streams to programs and to people, to anyone: it has nothing of any team. */
export function documentRouter(routes: Route[], streams: readonly Stream[], url: () => string): Router {
  const router = Router({ caseSensitive: true });
  let made: OpenApiDocument | null = null;
  // Made when first asked for: the address is known only once the server listens.
  const document = () => (made ??= openApiDocument(routes, streams, { url: url(), version: readVersion() }));
  router.get("/openapi.json", (_request, response) => void response.json(document()));
  router.get("/docs.css", (_request, response) => void response.type("css").send(STYLE));
  router.get("/docs", (_request, response) => {
    response.set("content-security-policy", POLICY).type("html");
    response.send(documentPage(document(), "/v1/docs.css"));
  });
  return router;
}
