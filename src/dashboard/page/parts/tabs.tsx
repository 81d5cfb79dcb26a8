import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

/** One of several views of the same thing. */
export interface Tab {
  name: string;
  /** How much is there, such as the number of headers. */
  count?: number;
  view: () => ComponentChildren;
}

/** Views of which one is shown (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/); arrow keys go from one to the next. */
export function Tabs({ tabs, beside }: { tabs: Tab[]; beside?: ComponentChildren }) {
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, tabs.length - 1);
  const id = useId();
  const step = (key: string) => {
    const next = key === "ArrowRight" ? at + 1 : key === "ArrowLeft" ? at - 1 : at;
    setChosen((next + tabs.length) % tabs.length);
    document.getElementById(`${id}-${(next + tabs.length) % tabs.length}`)?.focus();
  };
  return (
    <div class="tabs">
      <div class="tab-row">
        <div role="tablist" onKeyDown={(press) => /^Arrow(Left|Right)$/.test(press.key) && step(press.key)}>
          {tabs.map((tab, index) => (
            <button
              key={tab.name}
              id={`${id}-${index}`}
              type="button"
              role="tab"
              aria-selected={index === at}
              tabIndex={index === at ? 0 : -1}
              onClick={() => setChosen(index)}
            >
              {tab.name}
              {tab.count === undefined ? null : <span class="count">{tab.count}</span>}
            </button>
          ))}
        </div>
        {beside}
      </div>
      <div role="tabpanel" aria-labelledby={`${id}-${at}`}>
        {tabs[at]?.view()}
      </div>
    </div>
  );
}
