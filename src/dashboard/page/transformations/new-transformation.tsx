import { useState } from "preact/hooks";
import { navigate } from "../address.ts";
import { asProblem, call } from "../api.ts";
import { reloadDirectory } from "../directory.ts";
import { ProblemNotice } from "../parts/notice.tsx";
import { BackTo, PageHead } from "../parts/page-head.tsx";
import type { Problem, Wire } from "../wire.ts";
import { ScopedButton } from "../parts/scoped-button.tsx";
import { ScopeNotice } from "../parts/scoped-link.tsx";

const FIRST_CODE = `addHandler("transform", (request, context) => {
  // The body is read as its content type says: JSON, form fields or text.
  console.log("from", context.source?.name);
  return request;
});
`;

/** Names a new transformation, and goes on to its code. */
export function NewTransformation() {
  const [problem, setProblem] = useState<Problem | null>(null);
  async function submit(form: HTMLFormElement): Promise<void> {
    const name = new FormData(form).get("name");
    try {
      const made = await call<Wire["transformation"]>("POST", "/transformations", {
        body: { name, code: FIRST_CODE },
      });
      await reloadDirectory();
      navigate(`/transformations/${made.id}`, { replace: true });
    } catch (error) {
      setProblem(asProblem(error));
    }
  }
  return (
    <>
      <BackTo path="/transformations" name="Transformations" />
      <PageHead title="New transformation" />
      <ScopeNotice />
      <form
        class="card form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <p class="faint">
          JavaScript that changes a request before it is delivered, or drops it. It begins as code that leaves
          everything as it is; a connection uses it once its rules name it.
        </p>
        <label>
          Name
          <input name="name" required autofocus placeholder="strip-personal-data" />
        </label>
        {problem ? <ProblemNotice problem={problem} /> : null}
        <div class="actions end">
          <a class="button" href="/transformations">
            Back
          </a>
          <ScopedButton class="button primary">Create</ScopedButton>
        </div>
      </form>
    </>
  );
}
