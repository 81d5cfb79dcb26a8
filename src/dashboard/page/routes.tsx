import type { ComponentChildren } from "preact";
import { BulkList } from "./bulk/bulk-list.tsx";
import { BulkPage } from "./bulk/bulk-page.tsx";
import { NewBulk } from "./bulk/new-bulk.tsx";
import { ConnectionPage } from "./connections/connection-page.tsx";
import { ConnectionsPage } from "./connections/connections-page.tsx";
import { EndPage } from "./connections/end-page.tsx";
import { NewConnection } from "./connections/new-connection.tsx";
import { EventPage } from "./events/event-page.tsx";
import { EventsPage } from "./events/events-page.tsx";
import { Overview } from "./overview/overview.tsx";
import { Empty } from "./parts/notice.tsx";
import { RequestPage } from "./requests/request-page.tsx";
import { RequestsPage } from "./requests/requests-page.tsx";
import { AuditPage } from "./settings/audit-page.tsx";
import { KeysPage } from "./settings/keys-page.tsx";
import { FirstVisit } from "./start/first-visit.tsx";
import { NewTransformation } from "./transformations/new-transformation.tsx";
import { TransformationPage } from "./transformations/transformation-page.tsx";
import { TransformationsPage } from "./transformations/transformations-page.tsx";

/** What is shown at an address; `/` leads a newcomer to the first visit. */
export function routeOf(path: string): ComponentChildren {
  const [noun = "", id] = path.split("/").filter(Boolean);
  switch (noun) {
    case "":
    case "overview":
      return <Overview />;
    case "start":
      return <FirstVisit />;
    case "requests":
      return id ? <RequestPage key={id} id={id} /> : <RequestsPage />;
    case "events":
      return id ? <EventPage key={id} id={id} /> : <EventsPage />;
    case "connections":
      if (id === "new") return <NewConnection />;
      return id ? <ConnectionPage key={id} id={id} /> : <ConnectionsPage />;
    case "sources":
    case "destinations":
      if (id) return <EndPage key={id} noun={noun} id={id} />;
      return <ConnectionsPage />;
    case "transformations":
      if (id === "new") return <NewTransformation />;
      return id ? <TransformationPage key={id} id={id} /> : <TransformationsPage />;
    case "bulk":
      if (id === "new") return <NewBulk />;
      return id ? <BulkPage key={id} id={id} /> : <BulkList />;
    case "keys":
      return <KeysPage />;
    case "audit":
      return <AuditPage />;
    default:
      return (
        <Empty title="There is no such page">
          <a href="/">Overview</a>
        </Empty>
      );
  }
}
