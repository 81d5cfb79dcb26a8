/* Made from docs/openapi.json by `npm run client-types`. */

export interface paths {
    "/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List sources */
        get: operations["getSources"];
        /** Create a source, or update the one with this name */
        put: operations["putSources"];
        /** Create a source */
        post: operations["postSources"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a source */
        get: operations["getSourcesById"];
        put?: never;
        post?: never;
        /** Delete a source */
        delete: operations["deleteSourcesById"];
        options?: never;
        head?: never;
        /** Change fields of a source */
        patch: operations["patchSourcesById"];
        trace?: never;
    };
    "/v1/sources/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Enable a source */
        put: operations["putSourcesByIdEnable"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Disable a source */
        put: operations["putSourcesByIdDisable"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{id}/rotate_token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a source a new URL; the old one ends at once */
        post: operations["postSourcesByIdRotateToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List destinations */
        get: operations["getDestinations"];
        /** Create a destination, or update the one with this name */
        put: operations["putDestinations"];
        /** Create a destination */
        post: operations["postDestinations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/destinations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a destination */
        get: operations["getDestinationsById"];
        put?: never;
        post?: never;
        /** Delete a destination */
        delete: operations["deleteDestinationsById"];
        options?: never;
        head?: never;
        /** Change fields of a destination */
        patch: operations["patchDestinationsById"];
        trace?: never;
    };
    "/v1/destinations/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Enable a destination */
        put: operations["putDestinationsByIdEnable"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/destinations/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Disable a destination */
        put: operations["putDestinationsByIdDisable"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/destinations/{id}/signing_secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The secret with which deliveries are signed */
        get: operations["getDestinationsByIdSigningSecret"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/destinations/{id}/rotate_secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign with a new secret, for a while beside the present one; the answer shows it */
        post: operations["postDestinationsByIdRotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/test_filter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a filter on a request */
        post: operations["postConnectionsTestFilter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/test_rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a connection's rules, or a draft of them, on a request */
        post: operations["postConnectionsTestRules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List connections */
        get: operations["getConnections"];
        /** Create a connection, or update the one with this name */
        put: operations["putConnections"];
        /** Create a connection */
        post: operations["postConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a connection */
        get: operations["getConnectionsById"];
        put?: never;
        post?: never;
        /** Delete a connection */
        delete: operations["deleteConnectionsById"];
        options?: never;
        head?: never;
        /** Change fields of a connection */
        patch: operations["patchConnectionsById"];
        trace?: never;
    };
    "/v1/connections/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Enable a connection */
        put: operations["putConnectionsByIdEnable"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Disable a connection */
        put: operations["putConnectionsByIdDisable"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Hold a connection's events */
        put: operations["putConnectionsByIdPause"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/unpause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Release a connection's events, in order */
        put: operations["putConnectionsByIdUnpause"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a draft of a connection's rules on stored requests */
        post: operations["postConnectionsByIdSimulate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a connection's simulations of the last day */
        get: operations["getConnectionsByIdSimulations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/simulations/{simulation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a simulation: how far it is, and what it has found */
        get: operations["getConnectionsByIdSimulationsBySimulationId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/simulations/{simulation_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Cancel a simulation; what it has found stays */
        put: operations["putConnectionsByIdSimulationsBySimulationIdCancel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transformations/types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** TypeScript declarations of what a transformation's code finds, for editors */
        get: operations["getTransformationsTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transformations/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try code, or a transformation, on a request */
        post: operations["postTransformationsRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transformations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List transformations */
        get: operations["getTransformations"];
        /** Create a transformation, or update the one with this name */
        put: operations["putTransformations"];
        /** Create a transformation */
        post: operations["postTransformations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transformations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a transformation */
        get: operations["getTransformationsById"];
        put?: never;
        post?: never;
        /** Delete a transformation */
        delete: operations["deleteTransformationsById"];
        options?: never;
        head?: never;
        /** Change fields of a transformation */
        patch: operations["patchTransformationsById"];
        trace?: never;
    };
    "/v1/transformations/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a transformation on a request */
        post: operations["postTransformationsByIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transformations/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a transformation's versions */
        get: operations["getTransformationsByIdVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transformations/{id}/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a transformation's executions */
        get: operations["getTransformationsByIdExecutions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transformations/{id}/executions/{exe_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an execution; it is kept when its transformation is deleted */
        get: operations["getTransformationsByIdExecutionsByExeId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs of transformations that an event caused */
        get: operations["getEventsByIdExecutions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/bulk_operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List bulk operations on events */
        get: operations["getEventsBulkOperations"];
        put?: never;
        /** Retry or cancel many at once: the set is frozen when it is accepted */
        post: operations["postEventsBulkOperations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/bulk_operations/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a bulk operation's events, with what became of them there */
        get: operations["getEventsBulkOperationsByIdEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/bulk_operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List bulk operations on requests */
        get: operations["getRequestsBulkOperations"];
        put?: never;
        /** Route many requests again: the set is frozen when it is accepted */
        post: operations["postRequestsBulkOperations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/bulk_operations/{id}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a bulk operation's requests, with what became of them there */
        get: operations["getRequestsBulkOperationsByIdRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/bulk_operations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a bulk operation on events */
        get: operations["getEventsBulkOperationsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a bulk operation's bounds, also while it runs */
        patch: operations["patchEventsBulkOperationsById"];
        trace?: never;
    };
    "/v1/events/bulk_operations/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Start nothing further; what is in flight ends */
        put: operations["putEventsBulkOperationsByIdPause"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/bulk_operations/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Go on after a pause */
        put: operations["putEventsBulkOperationsByIdResume"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/bulk_operations/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Start nothing further, for good; what is in flight ends */
        put: operations["putEventsBulkOperationsByIdCancel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/bulk_operations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a bulk operation on requests */
        get: operations["getRequestsBulkOperationsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a bulk operation's bounds, also while it runs */
        patch: operations["patchRequestsBulkOperationsById"];
        trace?: never;
    };
    "/v1/requests/bulk_operations/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Start nothing further; what is in flight ends */
        put: operations["putRequestsBulkOperationsByIdPause"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/bulk_operations/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Go on after a pause */
        put: operations["putRequestsBulkOperationsByIdResume"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/bulk_operations/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Start nothing further, for good; what is in flight ends */
        put: operations["putRequestsBulkOperationsByIdCancel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count requests */
        get: operations["getRequestsCount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count events */
        get: operations["getEventsCount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests over time */
        get: operations["getMetricsRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events over time, each in the interval in which it was made, as it stands now */
        get: operations["getMetricsEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Attempts over time */
        get: operations["getMetricsAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for delivery now, by when it came */
        get: operations["getMetricsQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List requests */
        get: operations["getRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a request */
        get: operations["getRequestsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}/raw_body": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a request's body, as received */
        get: operations["getRequestsByIdRawBody"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a request's events */
        get: operations["getRequestsByIdEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List events */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an event */
        get: operations["getEventsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}/raw_body": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes that an event delivers */
        get: operations["getEventsByIdRawBody"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an event's attempts */
        get: operations["getEventsByIdAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List attempts */
        get: operations["getAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attempts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an attempt */
        get: operations["getAttemptsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an event again, or now where it waits */
        post: operations["postEventsByIdRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** End a waiting event without another attempt; a failed one stays failed */
        put: operations["putEventsByIdCancel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Route a request again, over the present connections and by their present rules */
        post: operations["postRequestsByIdRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Erase a request's data, and its events'; those that still wait are cancelled */
        delete: operations["deleteRequestsByIdData"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API keys */
        get: operations["getApiKeys"];
        put?: never;
        /** Make an API key; the answer alone shows it */
        post: operations["postApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api_keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an API key, without the key itself */
        get: operations["getApiKeysById"];
        put?: never;
        post?: never;
        /** Revoke an API key: it is refused at once, for ever */
        delete: operations["deleteApiKeysById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit_log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who changed what, and who read a signing secret */
        get: operations["getAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/team": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The team that the key belongs to, and what the key may */
        get: operations["getTeam"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow requests live
         * @description Server-sent events, until the client goes. The first is always `missed`: what was read before may be out of date, so read the list now; it comes again whenever more has changed than is told. `changes` has `models`, what is new or changed and matches the filter, as the list has it, and `gone`, the ids of what changed and no longer matches. `dropped` ends a stream whose client reads too slowly. A comment comes each 15 s. 503 where 64 streams of the team, or 256 of the process, are open.
         */
        get: operations["getRequestsStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow events live
         * @description Server-sent events, until the client goes. The first is always `missed`: what was read before may be out of date, so read the list now; it comes again whenever more has changed than is told. `changes` has `models`, what is new or changed and matches the filter, as the list has it, and `gone`, the ids of what changed and no longer matches. `dropped` ends a stream whose client reads too slowly. A comment comes each 15 s. 503 where 64 streams of the team, or 256 of the process, are open.
         */
        get: operations["getEventsStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    delivery: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An event, delivered to a destination
         * @description The body is what the provider sent, byte for byte, unless a transformation changed it; its other headers come along. At least once: `webhook-id` tells copies.
         */
        post: operations["delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * @example {
         *       "id": "key_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "team_id": "tm_acme",
         *       "created_at": "2026-01-05T09:00:00.000Z",
         *       "updated_at": "2026-01-05T09:00:00.000Z",
         *       "name": "deploy",
         *       "scopes": [
         *         "write"
         *       ],
         *       "expires_at": null,
         *       "last_used_at": null
         *     }
         */
        ApiKey: {
            /** @example key_01k9zb3v2q8f6m4x7t5r1w0ncd */
            id: string;
            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
            team_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            name: string;
            /** @description write includes read, admin both */
            scopes: ("read" | "write" | "admin")[];
            expires_at: string | null;
            /** @description to the minute */
            last_used_at: string | null;
        };
        /**
         * @example {
         *       "id": "att_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "team_id": "tm_acme",
         *       "created_at": "2026-01-06T12:00:00.000Z",
         *       "updated_at": "2026-01-06T12:00:01.250Z",
         *       "event_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "destination_id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "attempt_number": 1,
         *       "trigger": "initial",
         *       "actor": null,
         *       "status": "failed",
         *       "requested_at": "2026-01-06T12:00:00.050Z",
         *       "method": "POST",
         *       "url": "https://billing.example.com/stripe",
         *       "request_headers": {
         *         "content-type": "application/json",
         *         "stripe-signature": "t=1767700800,v1=5257a869…",
         *         "authorization": "********",
         *         "webhook-id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *         "webhook-timestamp": "1767700800"
         *       },
         *       "response_status": 500,
         *       "response_headers": {
         *         "content-type": "text/plain"
         *       },
         *       "response_body": "no database",
         *       "response_body_truncated": false,
         *       "error_code": "BAD_RESPONSE",
         *       "error_message": "The destination answered 500",
         *       "remote_address": "203.0.113.7",
         *       "latency_ms": 42,
         *       "bulk_operation_id": null
         *     }
         */
        Attempt: {
            /** @example att_01k9zb3v2q8f6m4x7t5r1w0ncd */
            id: string;
            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
            team_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @example evt_01k9zb3v2q8f6m4x7t5r1w0ncd */
            event_id: string;
            /** @example des_01k9zb3v2q8f6m4x7t5r1w0ncd */
            destination_id: string;
            attempt_number: number;
            /** @enum {string} */
            trigger: "initial" | "automatic" | "manual" | "bulk_retry" | "unpause";
            /** @description who asked for a manual attempt: signal, or an API key's id */
            actor: string | null;
            /** @enum {string} */
            status: "delivered" | "failed";
            /** Format: date-time */
            requested_at: string;
            method: string;
            url: string;
            /** @description secrets are masked */
            request_headers: {
                [key: string]: string | string[];
            };
            response_status: number | null;
            response_headers: {
                [key: string]: string | string[];
            } | null;
            /** @description the first 64 KiB */
            response_body: string | null;
            response_body_truncated: boolean;
            error_code: ("BAD_RESPONSE" | "TIMEOUT" | "DNS_LOOKUP_FAILED" | "CONNECTION_REFUSED" | "CONNECTION_RESET" | "TLS_ERROR" | "BLOCKED_ADDRESS" | "PROTOCOL_ERROR" | "OAUTH2_FAILED" | "UNKNOWN") | null;
            error_message: string | null;
            remote_address: string | null;
            latency_ms: number;
            bulk_operation_id: string | null;
        };
        /**
         * @example {
         *       "id": "aud_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "team_id": "tm_acme",
         *       "created_at": "2026-01-06T12:00:00.000Z",
         *       "actor": {
         *         "key_id": "key_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *         "name": "deploy"
         *       },
         *       "action": "connection.pause",
         *       "resource_type": "connection",
         *       "resource_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "before": {
         *         "paused_at": null
         *       },
         *       "after": {
         *         "paused_at": "2026-01-06T12:00:00.000Z"
         *       },
         *       "input": null,
         *       "request_id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "completed_at": "2026-01-06T12:00:00.000Z"
         *     }
         */
        AuditEntry: {
            /** @example aud_01k9zb3v2q8f6m4x7t5r1w0ncd */
            id: string;
            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
            team_id: string;
            /** Format: date-time */
            created_at: string;
            /** @description the key that made the call */
            actor: {
                /** @example key_01k9zb3v2q8f6m4x7t5r1w0ncd */
                key_id: string;
                name: string;
            };
            /** @example connection.pause */
            action: string;
            /** @example connection */
            resource_type: string;
            resource_id: string | null;
            /** @description the fields that changed, as they were; secrets are masked */
            before: {
                [key: string]: components["schemas"]["Json"];
            } | null;
            /** @description the same fields, as they are now; secrets are masked */
            after: {
                [key: string]: components["schemas"]["Json"];
            } | null;
            /** @description what was asked for, of a call that changes no fields, such as a retry */
            input: {
                [key: string]: components["schemas"]["Json"];
            } | null;
            /** @description the x-request-id of the answer */
            request_id: string;
            /** @description null: the call is under way, or was cut off, and may have had its effect or not */
            completed_at: string | null;
        };
        /**
         * @example {
         *       "id": "bulk_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "team_id": "tm_acme",
         *       "created_at": "2026-01-06T12:00:00.000Z",
         *       "updated_at": "2026-01-06T12:00:01.250Z",
         *       "type": "events_retry",
         *       "status": "running",
         *       "cause": null,
         *       "query": {
         *         "status": [
         *           "failed"
         *         ],
         *         "destination_id": [
         *           "des_01k9zb3v2q8f6m4x7t5r1w0ncd"
         *         ]
         *       },
         *       "total_count": 1200,
         *       "queued_count": 350,
         *       "in_flight_count": 12,
         *       "done_count": 338,
         *       "delivered_count": 336,
         *       "failed_count": 2,
         *       "skipped_count": 0,
         *       "cancelled_count": 0,
         *       "progress": 0.28,
         *       "rate_per_second": 10,
         *       "max_failures": 25,
         *       "canary": 5,
         *       "refresh": false,
         *       "cancelable": true,
         *       "workflow_id": "bulk_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "temporal_url": null,
         *       "created_by": "key_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "started_at": "2026-01-06T12:00:00.000Z",
         *       "completed_at": null
         *     }
         */
        BulkOperation: {
            /** @example bulk_01k9zb3v2q8f6m4x7t5r1w0ncd */
            id: string;
            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
            team_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @enum {string} */
            type: "events_retry" | "events_cancel" | "requests_retry";
            /** @enum {string} */
            status: "pending" | "running" | "paused" | "completed" | "cancelled" | "failed";
            cause: ("CANARY_FAILED" | "TOO_MANY_FAILURES" | "WORKFLOW_TERMINATED" | "WORKFLOW_FAILED") | null;
            /** @description the filter, its times as they were when it was accepted */
            query: {
                [key: string]: components["schemas"]["Json"];
            };
            /** @description frozen when it was accepted */
            total_count: number;
            /** @description not done yet, those in flight among them */
            queued_count: number;
            /** @description started, outcome unknown yet */
            in_flight_count: number;
            /** @description delivered, failed, skipped and cancelled */
            done_count: number;
            /** @description delivered by the attempt that it ordered */
            delivered_count: number;
            /** @description whose attempt failed, though an automatic one may still follow */
            failed_count: number;
            /** @description not attempted; each says why */
            skipped_count: number;
            /** @description ended by an operation that cancels */
            cancelled_count: number;
            progress: number;
            rate_per_second: number | null;
            max_failures: number | null;
            canary: number | null;
            refresh: boolean;
            cancelable: boolean;
            workflow_id: string;
            temporal_url: string | null;
            /** @description the API key that asked for it */
            created_by: string;
            started_at: string | null;
            /** @description when the last one in flight had ended */
            completed_at: string | null;
        };
        /**
         * @example {
         *       "id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "team_id": "tm_acme",
         *       "created_at": "2026-01-05T09:00:00.000Z",
         *       "updated_at": "2026-01-05T09:00:00.000Z",
         *       "name": "stripe-to-billing",
         *       "description": null,
         *       "rules": [
         *         {
         *           "type": "filter",
         *           "body": {
         *             "type": {
         *               "$startsWith": "checkout."
         *             }
         *           }
         *         },
         *         {
         *           "type": "retry",
         *           "strategy": "exponential",
         *           "interval": 60000,
         *           "max_interval": 3600000,
         *           "count": 5
         *         }
         *       ],
         *       "first_attempt": "workflow",
         *       "enabled": true,
         *       "source_id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "destination_id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "disabled_at": null,
         *       "paused_at": null,
         *       "source": {
         *         "id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *         "team_id": "tm_acme",
         *         "created_at": "2026-01-05T09:00:00.000Z",
         *         "updated_at": "2026-01-05T09:00:00.000Z",
         *         "name": "stripe",
         *         "description": null,
         *         "enabled": true,
         *         "allowed_http_methods": [
         *           "POST"
         *         ],
         *         "verification": {
         *           "type": "stripe",
         *           "secret": "********"
         *         },
         *         "custom_response": null,
         *         "rate_limit": null,
         *         "url": "https://hooks.example.com/in/k5m2x8p4q7r1t9v3w6y0z2b4c6d8f1g3",
         *         "token": "k5m2x8p4q7r1t9v3w6y0z2b4c6d8f1g3",
         *         "disabled_at": null
         *       },
         *       "destination": {
         *         "id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *         "team_id": "tm_acme",
         *         "created_at": "2026-01-05T09:00:00.000Z",
         *         "updated_at": "2026-01-05T09:00:00.000Z",
         *         "name": "billing",
         *         "description": "Books what customers pay",
         *         "url": "https://billing.example.com/stripe",
         *         "http_method": null,
         *         "path_forwarding": true,
         *         "query_forwarding": true,
         *         "headers": {},
         *         "auth": {
         *           "type": "bearer",
         *           "token": "********"
         *         },
         *         "timeout_ms": 30000,
         *         "rate_limit": {
         *           "limit": 50,
         *           "period": "second"
         *         },
         *         "enabled": true,
         *         "signing": {
         *           "type": "standard_webhooks",
         *           "secret": "********"
         *         },
         *         "disabled_at": null
         *       }
         *     }
         */
        Connection: {
            /** @example con_01k9zb3v2q8f6m4x7t5r1w0ncd */
            id: string;
            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
            team_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            name: string | null;
            description: string | null;
            rules: components["schemas"]["Rule"][];
            /** @enum {string} */
            first_attempt: "workflow" | "direct" | "auto";
            enabled: boolean;
            /** @example src_01k9zb3v2q8f6m4x7t5r1w0ncd */
            source_id: string;
            /** @example des_01k9zb3v2q8f6m4x7t5r1w0ncd */
            destination_id: string;
            disabled_at: string | null;
            paused_at: string | null;
            source: components["schemas"]["Source"];
            destination: components["schemas"]["Destination"];
        };
        /**
         * @example {
         *       "id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "team_id": "tm_acme",
         *       "created_at": "2026-01-05T09:00:00.000Z",
         *       "updated_at": "2026-01-05T09:00:00.000Z",
         *       "name": "billing",
         *       "description": "Books what customers pay",
         *       "url": "https://billing.example.com/stripe",
         *       "http_method": null,
         *       "path_forwarding": true,
         *       "query_forwarding": true,
         *       "headers": {},
         *       "auth": {
         *         "type": "bearer",
         *         "token": "********"
         *       },
         *       "timeout_ms": 30000,
         *       "rate_limit": {
         *         "limit": 50,
         *         "period": "second"
         *       },
         *       "enabled": true,
         *       "signing": {
         *         "type": "standard_webhooks",
         *         "secret": "********"
         *       },
         *       "disabled_at": null
         *     }
         */
        Destination: {
            /** @example des_01k9zb3v2q8f6m4x7t5r1w0ncd */
            id: string;
            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
            team_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            name: string;
            description: string | null;
            /**
             * Format: uri
             * @example https://api.example.com/webhooks
             */
            url: string;
            http_method: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS") | null;
            /** @description appends what followed the source's URL; a path with a segment . or .. is not sent */
            path_forwarding: boolean;
            query_forwarding: boolean;
            headers: {
                [key: string]: string;
            };
            auth: components["schemas"]["DestinationAuth"];
            timeout_ms: number;
            rate_limit: components["schemas"]["RateLimit"] | null;
            enabled: boolean;
            signing: {
                /** @constant */
                type: "standard_webhooks";
                /** Format: password */
                secret: string;
            };
            disabled_at: string | null;
        };
        DestinationAuth: {
            /** @constant */
            type: "none";
        } | {
            /** @constant */
            type: "bearer";
            /** Format: password */
            token: string;
        } | {
            /** @constant */
            type: "basic";
            username: string;
            /** Format: password */
            password: string;
        } | {
            /** @constant */
            type: "api_key";
            header?: string;
            query?: string;
            /** Format: password */
            value: string;
        } | {
            /** @constant */
            type: "custom_headers";
            headers: {
                [key: string]: string;
            };
        } | {
            /** @constant */
            type: "oauth2_client_credentials";
            /**
             * Format: uri
             * @example https://api.example.com/webhooks
             */
            token_url: string;
            client_id: string;
            /** Format: password */
            client_secret: string;
            /** @default null */
            scope: string | null;
        };
        /**
         * @example {
         *       "id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "team_id": "tm_acme",
         *       "created_at": "2026-01-06T12:00:00.000Z",
         *       "updated_at": "2026-01-06T12:00:01.250Z",
         *       "request_id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "source_id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "destination_id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "status": "processing",
         *       "cause": null,
         *       "cause_detail": null,
         *       "attempts_count": 1,
         *       "last_attempt_at": "2026-01-06T12:00:00.050Z",
         *       "next_attempt_at": "2026-01-06T12:01:02.300Z",
         *       "response_status": 500,
         *       "error_code": "BAD_RESPONSE",
         *       "retry_ended": null,
         *       "delivered_at": null,
         *       "replay_number": 0,
         *       "retried_from": null,
         *       "lane": "workflow",
         *       "workflow_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "temporal_url": "https://temporal.example.com/namespaces/default/workflows/evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "bulk_operation_id": null,
         *       "execution_ids": []
         *     }
         */
        Event: {
            /** @example evt_01k9zb3v2q8f6m4x7t5r1w0ncd */
            id: string;
            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
            team_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @example req_01k9zb3v2q8f6m4x7t5r1w0ncd */
            request_id: string;
            /** @example src_01k9zb3v2q8f6m4x7t5r1w0ncd */
            source_id: string;
            /** @example con_01k9zb3v2q8f6m4x7t5r1w0ncd */
            connection_id: string;
            /** @example des_01k9zb3v2q8f6m4x7t5r1w0ncd */
            destination_id: string;
            /** @enum {string} */
            status: "queued" | "held" | "processing" | "delivered" | "failed" | "ignored" | "cancelled";
            cause: ("FILTERED" | "DUPLICATE" | "CONNECTION_DISABLED" | "DESTINATION_DISABLED" | "TRANSFORMATION_FAILED" | "EXPIRED" | "DATA_ERASED") | null;
            cause_detail: {
                [key: string]: components["schemas"]["Json"];
            } | null;
            attempts_count: number;
            last_attempt_at: string | null;
            next_attempt_at: string | null;
            response_status: number | null;
            error_code: ("BAD_RESPONSE" | "TIMEOUT" | "DNS_LOOKUP_FAILED" | "CONNECTION_REFUSED" | "CONNECTION_RESET" | "TLS_ERROR" | "BLOCKED_ADDRESS" | "PROTOCOL_ERROR" | "OAUTH2_FAILED" | "UNKNOWN") | null;
            /** @description when it was last delivered, though a retry since may have failed */
            delivered_at: string | null;
            /** @description the last retry that ended without an attempt, and why */
            retry_ended: {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                cause: "CANCELLED" | "DESTINATION_DISABLED" | "FILTERED" | "NOTHING_TO_DELIVER" | "TRANSFORMATION_FAILED" | "EXPIRED" | "DATA_ERASED";
            } | null;
            /** @description 0 for the first routing of the request */
            replay_number: number;
            retried_from: string | null;
            /** @enum {string} */
            lane: "workflow" | "direct";
            workflow_id: string | null;
            temporal_url: string | null;
            /** @description the latest one that took it up */
            bulk_operation_id: string | null;
            /** @description the runs that made what is delivered, or failed to */
            execution_ids: string[];
            data?: {
                headers: {
                    [key: string]: string | string[];
                };
                body: unknown;
                /** @description as received, without the question mark */
                query: string;
                path: string;
            };
        };
        /**
         * @example {
         *       "id": "exe_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "team_id": "tm_acme",
         *       "created_at": "2026-01-06T12:00:00.000Z",
         *       "updated_at": "2026-01-06T12:00:01.250Z",
         *       "transformation_id": "trf_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "version": 1,
         *       "event_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "request_id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "status": "ok",
         *       "input": {
         *         "method": "POST",
         *         "path": "",
         *         "query": "",
         *         "headers": {
         *           "content-type": "application/json",
         *           "stripe-signature": "t=1767700800,v1=5257a869…"
         *         },
         *         "body": {
         *           "id": "evt_1Qz",
         *           "type": "checkout.session.completed",
         *           "data": {
         *             "object": {
         *               "id": "cs_a1",
         *               "amount_total": 4900
         *             }
         *           }
         *         }
         *       },
         *       "input_truncated": false,
         *       "output": {
         *         "method": "POST",
         *         "path": "",
         *         "query": "",
         *         "headers": {
         *           "content-type": "application/json",
         *           "stripe-signature": "t=1767700800,v1=5257a869…"
         *         },
         *         "body": {
         *           "id": "cs_a1",
         *           "amount_total": 4900
         *         }
         *       },
         *       "output_truncated": false,
         *       "logs": [
         *         {
         *           "level": "info",
         *           "message": "one session"
         *         }
         *       ],
         *       "logs_truncated": false,
         *       "error": null,
         *       "duration_ms": 1.4
         *     }
         */
        Execution: {
            /** @example exe_01k9zb3v2q8f6m4x7t5r1w0ncd */
            id: string;
            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
            team_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @example trf_01k9zb3v2q8f6m4x7t5r1w0ncd */
            transformation_id: string;
            version: number;
            /** @example evt_01k9zb3v2q8f6m4x7t5r1w0ncd */
            event_id: string;
            /** @example con_01k9zb3v2q8f6m4x7t5r1w0ncd */
            connection_id: string;
            /** @example req_01k9zb3v2q8f6m4x7t5r1w0ncd */
            request_id: string;
            /** @enum {string} */
            status: "ok" | "error" | "timeout" | "memory";
            input: {
                method: string;
                /** @description what followed the source's URL */
                path: string;
                /** @description without the question mark */
                query: string;
                headers: {
                    [key: string]: string | string[];
                };
                body: unknown;
            };
            /** @description input is an excerpt: it was too large to be kept whole */
            input_truncated: boolean;
            /** @description null where the event is to be ignored, or the run failed */
            output: {
                method: string;
                /** @description what followed the source's URL */
                path: string;
                /** @description without the question mark */
                query: string;
                headers: {
                    [key: string]: string | string[];
                };
                body: unknown;
            } | null;
            /** @description output is an excerpt: it was too large to be kept whole */
            output_truncated: boolean;
            logs: {
                level: string;
                message: string;
            }[];
            logs_truncated: boolean;
            error: {
                name: string;
                message: string;
                stack: string;
                /** @description in the code, from 1; null where no line is to blame */
                line: number | null;
            } | null;
            duration_ms: number;
        };
        /** @description Any JSON. */
        Json: unknown;
        /**
         * @example {
         *       "granularity": "1h",
         *       "applied_range": {
         *         "from": "2026-01-06T00:00:00.000Z",
         *         "to": "2026-01-07T00:00:00.000Z"
         *       },
         *       "group_by": [
         *         "status"
         *       ],
         *       "measures": [
         *         "count"
         *       ],
         *       "series": [
         *         {
         *           "group": {
         *             "status": "delivered"
         *           },
         *           "totals": {
         *             "count": 80
         *           },
         *           "points": [
         *             {
         *               "time": "2026-01-06T00:00:00.000Z",
         *               "values": {
         *                 "count": 80
         *               }
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        MetricSeries: {
            /** @enum {string} */
            granularity: "1m" | "5m" | "1h" | "1d";
            applied_range: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
            };
            group_by: string[];
            measures: string[];
            /** @description one for each group, the largest first; without group_by, exactly one */
            series: {
                group: {
                    [key: string]: string | number | null;
                };
                /** @description over the whole range; of the queue: over all that waits now */
                totals: {
                    [key: string]: number | null;
                };
                points: {
                    /** Format: date-time */
                    time: string;
                    values: {
                        [key: string]: number | null;
                    };
                }[];
            }[];
        };
        /** @description An error (RFC 9457) */
        Problem: {
            /** @constant */
            type: "about:blank";
            title: string;
            status: number;
            /**
             * @description stable, for programs to go by
             * @enum {string}
             */
            code: "MALFORMED_JSON" | "UNAUTHORIZED" | "FORBIDDEN" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "CONFLICT" | "NAME_TAKEN" | "IN_USE" | "IDEMPOTENCY_KEY_IN_USE" | "GONE" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "VALIDATION_FAILED" | "IDEMPOTENCY_KEY_REUSED" | "INTERNAL" | "UNAVAILABLE";
            /** @description what was wrong this time, for people */
            detail: string;
            errors?: {
                /** @description dotted: rules[0].delay */
                path: string;
                message: string;
            }[];
        };
        RateLimit: {
            limit: number;
            /** @enum {string} */
            period: "second" | "minute" | "hour" | "concurrent";
        };
        /**
         * @example {
         *       "id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "team_id": "tm_acme",
         *       "created_at": "2026-01-06T12:00:00.000Z",
         *       "updated_at": "2026-01-06T12:00:01.250Z",
         *       "source_id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "status": "accepted",
         *       "rejection_cause": null,
         *       "overruled_cause": null,
         *       "method": "POST",
         *       "path": "",
         *       "query": "",
         *       "headers": {
         *         "content-type": "application/json",
         *         "stripe-signature": "t=1767700800,v1=5257a869…"
         *       },
         *       "content_type": "application/json",
         *       "body_size": 103,
         *       "received_at": "2026-01-06T12:00:00.000Z",
         *       "verified": true,
         *       "client_ip": "198.51.100.4",
         *       "events_count": 1,
         *       "ignored_count": 0,
         *       "routing": [
         *         {
         *           "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *           "event_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *           "outcome": "queued",
         *           "cause": null,
         *           "detail": null
         *         }
         *       ],
         *       "replays_count": 0
         *     }
         */
        Request: {
            /** @example req_01k9zb3v2q8f6m4x7t5r1w0ncd */
            id: string;
            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
            team_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @example src_01k9zb3v2q8f6m4x7t5r1w0ncd */
            source_id: string;
            /** @enum {string} */
            status: "accepted" | "rejected";
            rejection_cause: ("SOURCE_DISABLED" | "METHOD_NOT_ALLOWED" | "PAYLOAD_TOO_LARGE" | "VERIFICATION_FAILED" | "NO_CONNECTION") | null;
            /** @description why it was rejected until an operator replayed it; after VERIFICATION_FAILED, verification was skipped on the operator's word */
            overruled_cause: ("SOURCE_DISABLED" | "METHOD_NOT_ALLOWED" | "PAYLOAD_TOO_LARGE" | "VERIFICATION_FAILED" | "NO_CONNECTION") | null;
            /** @description what failed, in words for the operator */
            rejection_detail?: string | null;
            method: string;
            /** @description what followed the source's URL, as received */
            path: string;
            /** @description as received, without the question mark */
            query: string;
            headers: {
                [key: string]: string | string[];
            };
            content_type: string | null;
            /** @description bytes */
            body_size: number;
            /** Format: date-time */
            received_at: string;
            /** @description null where the source does not verify */
            verified: boolean | null;
            client_ip: string | null;
            events_count: number;
            ignored_count: number;
            routing: components["schemas"]["RoutingEntry"][];
            replays_count: number;
            /** @description when its headers, body, query and path were erased */
            data_erased_at?: string | null;
            data?: {
                headers: {
                    [key: string]: string | string[];
                };
                body: unknown;
                /** @description as received, without the question mark */
                query: string;
                path: string;
            };
        };
        /**
         * @example {
         *       "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "event_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "outcome": "queued",
         *       "cause": null,
         *       "detail": null
         *     }
         */
        RoutingEntry: {
            /** @example con_01k9zb3v2q8f6m4x7t5r1w0ncd */
            connection_id: string;
            /** @example evt_01k9zb3v2q8f6m4x7t5r1w0ncd */
            event_id: string;
            /** @enum {string} */
            outcome: "queued" | "held" | "ignored" | "failed";
            cause: string | null;
            detail: {
                [key: string]: components["schemas"]["Json"];
            } | null;
        };
        Rule: {
            /**
             * @description A plain value (equality), an object matched field by field, an array (all its elements are in the data's), or an object of operators: $eq $neq $gt $gte $lt $lte $in $nin $contains $startsWith $endsWith $exists $exist $and $or $not $ref. An array in the data matches if an element does. At most 32 levels and 1000 values.
             * @example {
             *       "type": {
             *         "$startsWith": "checkout."
             *       },
             *       "amount": {
             *         "$gte": 1000
             *       }
             *     }
             * @example {
             *       "$or": [
             *         {
             *           "status": "paid"
             *         },
             *         {
             *           "total": {
             *             "$eq": {
             *               "$ref": "body.paid"
             *             }
             *           }
             *         }
             *       ]
             *     }
             */
            body?: unknown;
            /**
             * @description A plain value (equality), an object matched field by field, an array (all its elements are in the data's), or an object of operators: $eq $neq $gt $gte $lt $lte $in $nin $contains $startsWith $endsWith $exists $exist $and $or $not $ref. An array in the data matches if an element does. At most 32 levels and 1000 values.
             * @example {
             *       "type": {
             *         "$startsWith": "checkout."
             *       },
             *       "amount": {
             *         "$gte": 1000
             *       }
             *     }
             * @example {
             *       "$or": [
             *         {
             *           "status": "paid"
             *         },
             *         {
             *           "total": {
             *             "$eq": {
             *               "$ref": "body.paid"
             *             }
             *           }
             *         }
             *       ]
             *     }
             */
            headers?: unknown;
            /**
             * @description A plain value (equality), an object matched field by field, an array (all its elements are in the data's), or an object of operators: $eq $neq $gt $gte $lt $lte $in $nin $contains $startsWith $endsWith $exists $exist $and $or $not $ref. An array in the data matches if an element does. At most 32 levels and 1000 values.
             * @example {
             *       "type": {
             *         "$startsWith": "checkout."
             *       },
             *       "amount": {
             *         "$gte": 1000
             *       }
             *     }
             * @example {
             *       "$or": [
             *         {
             *           "status": "paid"
             *         },
             *         {
             *           "total": {
             *             "$eq": {
             *               "$ref": "body.paid"
             *             }
             *           }
             *         }
             *       ]
             *     }
             */
            query?: unknown;
            /**
             * @description A plain value (equality), an object matched field by field, an array (all its elements are in the data's), or an object of operators: $eq $neq $gt $gte $lt $lte $in $nin $contains $startsWith $endsWith $exists $exist $and $or $not $ref. An array in the data matches if an element does. At most 32 levels and 1000 values.
             * @example {
             *       "type": {
             *         "$startsWith": "checkout."
             *       },
             *       "amount": {
             *         "$gte": 1000
             *       }
             *     }
             * @example {
             *       "$or": [
             *         {
             *           "status": "paid"
             *         },
             *         {
             *           "total": {
             *             "$eq": {
             *               "$ref": "body.paid"
             *             }
             *           }
             *         }
             *       ]
             *     }
             */
            path?: unknown;
            /** @constant */
            type: "filter";
        } | {
            /** @constant */
            type: "transform";
            /** @example trf_01k9zb3v2q8f6m4x7t5r1w0ncd */
            transformation_id: string;
        } | {
            /** @constant */
            type: "deduplicate";
            window: number;
            include_fields?: string[];
            exclude_fields?: string[];
        } | {
            /** @constant */
            type: "delay";
            delay: number;
        } | ({
            /** @constant */
            type: "retry";
            /** @description Which answers are retried; by default all but 2xx */
            response_status_codes?: string[];
            /** @constant */
            strategy: "linear";
            interval: number;
            count: number;
        } | {
            /** @constant */
            type: "retry";
            /** @description Which answers are retried; by default all but 2xx */
            response_status_codes?: string[];
            /** @constant */
            strategy: "exponential";
            interval: number;
            max_interval?: number;
            count: number;
        } | {
            /** @constant */
            type: "retry";
            /** @description Which answers are retried; by default all but 2xx */
            response_status_codes?: string[];
            /** @constant */
            strategy: "custom";
            schedule: number[];
        });
        /**
         * @example {
         *       "id": "sim_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "team_id": "tm_acme",
         *       "created_at": "2026-01-06T12:00:00.000Z",
         *       "updated_at": "2026-01-06T12:00:01.250Z",
         *       "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "status": "completed",
         *       "error": null,
         *       "rules": [
         *         {
         *           "type": "filter",
         *           "body": {
         *             "type": {
         *               "$startsWith": "checkout."
         *             }
         *           }
         *         },
         *         {
         *           "type": "retry",
         *           "strategy": "exponential",
         *           "interval": 60000,
         *           "max_interval": 3600000,
         *           "count": 5
         *         }
         *       ],
         *       "query": {
         *         "from": "now-1d"
         *       },
         *       "limit": null,
         *       "applied_range": {
         *         "from": "2026-01-06T00:00:00.000Z",
         *         "to": "2026-01-07T00:00:00.000Z"
         *       },
         *       "progress": 1,
         *       "total_count": 120,
         *       "done_count": 120,
         *       "delivered_count": 80,
         *       "ignored_count": 40,
         *       "failed_count": 0,
         *       "rejected_count": 0,
         *       "unchanged_count": 110,
         *       "newly_delivered_count": 0,
         *       "newly_ignored_count": 10,
         *       "newly_failed_count": 0,
         *       "payload_changed_count": 0,
         *       "cause_changed_count": 0,
         *       "samples": [],
         *       "started_at": "2026-01-06T12:00:00.000Z",
         *       "completed_at": "2026-01-06T12:00:01.250Z"
         *     }
         */
        Simulation: {
            /** @example sim_01k9zb3v2q8f6m4x7t5r1w0ncd */
            id: string;
            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
            team_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @example con_01k9zb3v2q8f6m4x7t5r1w0ncd */
            connection_id: string;
            /** @enum {string} */
            status: "pending" | "running" | "completed" | "cancelled" | "failed";
            /** @description why it failed */
            error: string | null;
            rules: components["schemas"]["Rule"][];
            /** @description which requests were asked for */
            query: {
                [key: string]: unknown;
            };
            limit: number | null;
            applied_range: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
            };
            progress: number;
            /** @description null until it is known, or where counting takes too long */
            total_count: number | null;
            done_count: number;
            /** @description would be let through by the draft, to be delivered */
            delivered_count: number;
            ignored_count: number;
            /** @description whose transformation would fail */
            failed_count: number;
            /** @description refused at ingress: no rules see them */
            rejected_count: number;
            unchanged_count: number;
            newly_delivered_count: number;
            newly_ignored_count: number;
            newly_failed_count: number;
            payload_changed_count: number;
            /** @description not delivered either way, for another cause */
            cause_changed_count: number;
            samples: {
                /** @example req_01k9zb3v2q8f6m4x7t5r1w0ncd */
                request_id: string;
                /** @description the latest on this connection */
                event_id: string | null;
                /** @description how that event stood then, by what its destination answered */
                event_status: ("queued" | "held" | "processing" | "delivered" | "failed" | "ignored" | "cancelled") | null;
                /** @enum {string} */
                change: "unchanged" | "newly_delivered" | "newly_ignored" | "newly_failed" | "payload_changed" | "cause_changed";
                before: {
                    /**
                     * @description of the rules alone: delivered is what they let through, whatever its destination answers; failed, a transformation
                     * @enum {string}
                     */
                    outcome: "delivered" | "ignored" | "failed" | "rejected";
                    cause: ("FILTERED" | "DUPLICATE" | "TRANSFORMATION_FAILED" | "SOURCE_DISABLED" | "METHOD_NOT_ALLOWED" | "PAYLOAD_TOO_LARGE" | "VERIFICATION_FAILED" | "NO_CONNECTION") | null;
                    detail: {
                        [key: string]: unknown;
                    } | null;
                    /** @description an excerpt where it is large; null where none is delivered */
                    payload: {
                        method: string;
                        /** @description what followed the source's URL */
                        path: string;
                        /** @description without the question mark */
                        query: string;
                        headers: {
                            [key: string]: string | string[];
                        };
                        body: unknown;
                    } | null;
                };
                after: {
                    /**
                     * @description of the rules alone: delivered is what they let through, whatever its destination answers; failed, a transformation
                     * @enum {string}
                     */
                    outcome: "delivered" | "ignored" | "failed" | "rejected";
                    cause: ("FILTERED" | "DUPLICATE" | "TRANSFORMATION_FAILED" | "SOURCE_DISABLED" | "METHOD_NOT_ALLOWED" | "PAYLOAD_TOO_LARGE" | "VERIFICATION_FAILED" | "NO_CONNECTION") | null;
                    detail: {
                        [key: string]: unknown;
                    } | null;
                    /** @description an excerpt where it is large; null where none is delivered */
                    payload: {
                        method: string;
                        /** @description what followed the source's URL */
                        path: string;
                        /** @description without the question mark */
                        query: string;
                        headers: {
                            [key: string]: string | string[];
                        };
                        body: unknown;
                    } | null;
                };
                /** @description of the payloads, where both are delivered */
                diff: {
                    /** @enum {string} */
                    op: "add" | "remove" | "replace";
                    /** @description such as body.items[0].sku or headers.x-id */
                    path: string;
                    before?: unknown;
                    after?: unknown;
                }[];
                diff_truncated: boolean;
            }[];
            started_at: string | null;
            completed_at: string | null;
        };
        /**
         * @example {
         *       "id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "team_id": "tm_acme",
         *       "created_at": "2026-01-05T09:00:00.000Z",
         *       "updated_at": "2026-01-05T09:00:00.000Z",
         *       "name": "stripe",
         *       "description": null,
         *       "enabled": true,
         *       "allowed_http_methods": [
         *         "POST"
         *       ],
         *       "verification": {
         *         "type": "stripe",
         *         "secret": "********"
         *       },
         *       "custom_response": null,
         *       "rate_limit": null,
         *       "url": "https://hooks.example.com/in/k5m2x8p4q7r1t9v3w6y0z2b4c6d8f1g3",
         *       "token": "k5m2x8p4q7r1t9v3w6y0z2b4c6d8f1g3",
         *       "disabled_at": null
         *     }
         */
        Source: {
            /** @example src_01k9zb3v2q8f6m4x7t5r1w0ncd */
            id: string;
            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
            team_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            name: string;
            description: string | null;
            enabled: boolean;
            allowed_http_methods: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS")[];
            verification: {
                /** @constant */
                type: "none";
            } | {
                /** @constant */
                type: "hmac";
                /**
                 * @default sha256
                 * @enum {string}
                 */
                algorithm: "sha1" | "sha256" | "sha384" | "sha512";
                /**
                 * @default hex
                 * @enum {string}
                 */
                encoding: "hex" | "base64" | "base64url";
                header: string;
                /** @description Stands before the signature in the header, such as sha256= */
                prefix?: string;
                /** Format: password */
                secret: string;
            } | {
                /** @constant */
                type: "basic_auth";
                username: string;
                /** Format: password */
                password: string;
            } | {
                /** @constant */
                type: "api_key";
                header?: string;
                query?: string;
                /** Format: password */
                value: string;
            } | {
                /** @constant */
                type: "standard_webhooks";
                /**
                 * Format: password
                 * @description whsec_ and base64, as standardwebhooks.com specifies
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "svix";
                /**
                 * Format: password
                 * @description the endpoint's signing secret, whsec_…
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "stripe";
                /**
                 * Format: password
                 * @description the endpoint's signing secret, whsec_…
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "github";
                /**
                 * Format: password
                 * @description the webhook's secret
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "gitlab";
                /**
                 * Format: password
                 * @description the webhook's secret token; a signing token, whsec_…, belongs into standard_webhooks
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "bitbucket";
                /**
                 * Format: password
                 * @description the webhook's secret
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "shopify";
                /**
                 * Format: password
                 * @description the app's client secret
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "slack";
                /**
                 * Format: password
                 * @description the app's signing secret
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "twilio";
                /**
                 * Format: password
                 * @description the account's auth token
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "sendgrid";
                /** @description the verification key of the signed event webhook */
                public_key: string;
            } | {
                /** @constant */
                type: "zoom";
                /**
                 * Format: password
                 * @description the app's secret token
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "paddle";
                /**
                 * Format: password
                 * @description the notification destination's secret key, pdl_ntfset_…
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "square";
                /**
                 * Format: password
                 * @description the subscription's signature key
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "hubspot";
                /**
                 * Format: password
                 * @description the app's client secret
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "linear";
                /**
                 * Format: password
                 * @description the webhook's signing secret
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "intercom";
                /**
                 * Format: password
                 * @description the app's client secret
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "woocommerce";
                /**
                 * Format: password
                 * @description the webhook's secret
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "xero";
                /**
                 * Format: password
                 * @description the webhook's signing key
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "typeform";
                /**
                 * Format: password
                 * @description the webhook's secret
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "discord";
                /** @description the application's public key */
                public_key: string;
            } | {
                /** @constant */
                type: "mailgun";
                /**
                 * Format: password
                 * @description the HTTP webhook signing key
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "postmark";
                username: string;
                /** Format: password */
                password: string;
            } | {
                /** @constant */
                type: "paypal";
                /** @description the webhook's id, which its signature covers */
                webhook_id: string;
                /** @description what the header paypal-cert-url names, in PEM; when PayPal changes it, both, one after the other */
                certificate: string;
            } | {
                /** @constant */
                type: "adyen";
                /**
                 * Format: password
                 * @description the webhook's HMAC key
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "docusign";
                /**
                 * Format: password
                 * @description the Connect key
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "sentry";
                /**
                 * Format: password
                 * @description the integration's client secret
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "pagerduty";
                /**
                 * Format: password
                 * @description the webhook subscription's secret
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "meta";
                /**
                 * Format: password
                 * @description the app secret: Facebook, Instagram and WhatsApp sign with it
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
                /**
                 * Format: password
                 * @description the verify token that was entered with the callback URL
                 */
                verify_token: string;
            } | {
                /** @constant */
                type: "x";
                /**
                 * Format: password
                 * @description the app's consumer secret (API secret key)
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            } | {
                /** @constant */
                type: "dropbox";
                /**
                 * Format: password
                 * @description the app secret
                 */
                secret: string;
                /**
                 * Format: password
                 * @description the secret before it, valid too while the provider rotates
                 */
                previous_secret?: string;
            };
            custom_response: {
                /** @default 200 */
                status: number;
                /** @default text/plain */
                content_type: string;
                /** @default  */
                body: string;
            } | null;
            rate_limit: {
                limit: number;
                /** @enum {string} */
                period: "second" | "minute" | "hour";
            } | null;
            url: string;
            token: string;
            disabled_at: string | null;
        };
        /**
         * @example {
         *       "id": "trf_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "team_id": "tm_acme",
         *       "created_at": "2026-01-05T09:00:00.000Z",
         *       "updated_at": "2026-01-05T09:00:00.000Z",
         *       "name": "only-the-session",
         *       "description": null,
         *       "code": "addHandler(\"transform\", (request) => ({ ...request, body: request.body.data.object }))",
         *       "env": {},
         *       "version": 1
         *     }
         */
        Transformation: {
            /** @example trf_01k9zb3v2q8f6m4x7t5r1w0ncd */
            id: string;
            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
            team_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            name: string;
            description: string | null;
            /** @description JavaScript (ES2023) that calls addHandler once */
            code: string;
            /**
             * @example {
             *       "REGION": "eu",
             *       "API_TOKEN": {
             *         "value": "********",
             *         "secret": true
             *       }
             *     }
             */
            env: {
                [key: string]: string | {
                    value: string;
                    /** @constant */
                    secret: true;
                };
            };
            /** @description 1, 2, …: a new one for each change of code or env */
            version: number;
        };
        /**
         * @example {
         *       "transformation_id": "trf_01k9zb3v2q8f6m4x7t5r1w0ncd",
         *       "version": 1,
         *       "code": "addHandler(\"transform\", (request) => ({ ...request, body: request.body.data.object }))",
         *       "env": {},
         *       "created_at": "2026-01-05T09:00:00.000Z"
         *     }
         */
        TransformationVersion: {
            /** @example trf_01k9zb3v2q8f6m4x7t5r1w0ncd */
            transformation_id: string;
            /** @description 1, 2, …: a new one for each change of code or env */
            version: number;
            /** @description JavaScript (ES2023) that calls addHandler once */
            code: string;
            /**
             * @example {
             *       "REGION": "eu",
             *       "API_TOKEN": {
             *         "value": "********",
             *         "secret": true
             *       }
             *     }
             */
            env: {
                [key: string]: string | {
                    value: string;
                    /** @constant */
                    secret: true;
                };
            };
            /** Format: date-time */
            created_at: string;
        };
    };
    responses: {
        /** @description The body is not valid JSON */
        MALFORMED_JSON: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "The body is not valid JSON",
                 *       "status": 400,
                 *       "code": "MALFORMED_JSON",
                 *       "detail": "The body is not valid JSON."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description An API key is required */
        UNAUTHORIZED: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "An API key is required",
                 *       "status": 401,
                 *       "code": "UNAUTHORIZED",
                 *       "detail": "An API key is required."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This key may not do that */
        FORBIDDEN: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "This key may not do that",
                 *       "status": 403,
                 *       "code": "FORBIDDEN",
                 *       "detail": "This key may not do that."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not found */
        NOT_FOUND: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "code": "NOT_FOUND",
                 *       "detail": "Not found."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Method not allowed */
        METHOD_NOT_ALLOWED: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Method not allowed",
                 *       "status": 405,
                 *       "code": "METHOD_NOT_ALLOWED",
                 *       "detail": "Method not allowed."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Conflict with the present state */
        CONFLICT: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict with the present state",
                 *       "status": 409,
                 *       "code": "CONFLICT",
                 *       "detail": "Conflict with the present state."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The name is already in use */
        NAME_TAKEN: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "The name is already in use",
                 *       "status": 409,
                 *       "code": "NAME_TAKEN",
                 *       "detail": "The name is already in use."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Still in use */
        IN_USE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Still in use",
                 *       "status": 409,
                 *       "code": "IN_USE",
                 *       "detail": "Still in use."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The first call with this Idempotency-Key is still under way */
        IDEMPOTENCY_KEY_IN_USE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "The first call with this Idempotency-Key is still under way",
                 *       "status": 409,
                 *       "code": "IDEMPOTENCY_KEY_IN_USE",
                 *       "detail": "The first call with this Idempotency-Key is still under way."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not kept any more */
        GONE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not kept any more",
                 *       "status": 410,
                 *       "code": "GONE",
                 *       "detail": "Not kept any more."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        PAYLOAD_TOO_LARGE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "The body is too large",
                 *       "status": 413,
                 *       "code": "PAYLOAD_TOO_LARGE",
                 *       "detail": "The body is too large."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body must be application/json */
        UNSUPPORTED_MEDIA_TYPE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "The body must be application/json",
                 *       "status": 415,
                 *       "code": "UNSUPPORTED_MEDIA_TYPE",
                 *       "detail": "The body must be application/json."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The input is not valid */
        VALIDATION_FAILED: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "The input is not valid",
                 *       "status": 422,
                 *       "code": "VALIDATION_FAILED",
                 *       "detail": "The input is not valid."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The Idempotency-Key belongs to another call */
        IDEMPOTENCY_KEY_REUSED: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "The Idempotency-Key belongs to another call",
                 *       "status": 422,
                 *       "code": "IDEMPOTENCY_KEY_REUSED",
                 *       "detail": "The Idempotency-Key belongs to another call."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Internal error */
        INTERNAL: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Internal error",
                 *       "status": 500,
                 *       "code": "INTERNAL",
                 *       "detail": "Internal error."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A dependency is unavailable */
        UNAVAILABLE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "A dependency is unavailable",
                 *       "status": 503,
                 *       "code": "UNAVAILABLE",
                 *       "detail": "A dependency is unavailable."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getSources: {
        parameters: {
            query?: {
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
                ids?: string;
                name?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-05T09:00:00.000Z",
                     *           "updated_at": "2026-01-05T09:00:00.000Z",
                     *           "name": "stripe",
                     *           "description": null,
                     *           "enabled": true,
                     *           "allowed_http_methods": [
                     *             "POST"
                     *           ],
                     *           "verification": {
                     *             "type": "stripe",
                     *             "secret": "********"
                     *           },
                     *           "custom_response": null,
                     *           "rate_limit": null,
                     *           "url": "https://hooks.example.com/in/k5m2x8p4q7r1t9v3w6y0z2b4c6d8f1g3",
                     *           "token": "k5m2x8p4q7r1t9v3w6y0z2b4c6d8f1g3",
                     *           "disabled_at": null
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["Source"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putSources: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "stripe",
                 *       "verification": {
                 *         "type": "stripe",
                 *         "secret": "whsec_c2VjcmV0LW9mLXN0cmlwZQ=="
                 *       }
                 *     }
                 */
                "application/json": {
                    name: string;
                    description?: string | null;
                    enabled?: boolean;
                    allowed_http_methods?: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS")[];
                    verification?: {
                        /** @constant */
                        type: "none";
                    } | {
                        /** @constant */
                        type: "hmac";
                        /**
                         * @default sha256
                         * @enum {string}
                         */
                        algorithm?: "sha1" | "sha256" | "sha384" | "sha512";
                        /**
                         * @default hex
                         * @enum {string}
                         */
                        encoding?: "hex" | "base64" | "base64url";
                        header: string;
                        /** @description Stands before the signature in the header, such as sha256= */
                        prefix?: string;
                        /** Format: password */
                        secret: string;
                    } | {
                        /** @constant */
                        type: "basic_auth";
                        username: string;
                        /** Format: password */
                        password: string;
                    } | {
                        /** @constant */
                        type: "api_key";
                        header?: string;
                        query?: string;
                        /** Format: password */
                        value: string;
                    } | {
                        /** @constant */
                        type: "standard_webhooks";
                        /**
                         * Format: password
                         * @description whsec_ and base64, as standardwebhooks.com specifies
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "svix";
                        /**
                         * Format: password
                         * @description the endpoint's signing secret, whsec_…
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "stripe";
                        /**
                         * Format: password
                         * @description the endpoint's signing secret, whsec_…
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "github";
                        /**
                         * Format: password
                         * @description the webhook's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "gitlab";
                        /**
                         * Format: password
                         * @description the webhook's secret token; a signing token, whsec_…, belongs into standard_webhooks
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "bitbucket";
                        /**
                         * Format: password
                         * @description the webhook's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "shopify";
                        /**
                         * Format: password
                         * @description the app's client secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "slack";
                        /**
                         * Format: password
                         * @description the app's signing secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "twilio";
                        /**
                         * Format: password
                         * @description the account's auth token
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "sendgrid";
                        /** @description the verification key of the signed event webhook */
                        public_key: string;
                    } | {
                        /** @constant */
                        type: "zoom";
                        /**
                         * Format: password
                         * @description the app's secret token
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "paddle";
                        /**
                         * Format: password
                         * @description the notification destination's secret key, pdl_ntfset_…
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "square";
                        /**
                         * Format: password
                         * @description the subscription's signature key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "hubspot";
                        /**
                         * Format: password
                         * @description the app's client secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "linear";
                        /**
                         * Format: password
                         * @description the webhook's signing secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "intercom";
                        /**
                         * Format: password
                         * @description the app's client secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "woocommerce";
                        /**
                         * Format: password
                         * @description the webhook's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "xero";
                        /**
                         * Format: password
                         * @description the webhook's signing key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "typeform";
                        /**
                         * Format: password
                         * @description the webhook's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "discord";
                        /** @description the application's public key */
                        public_key: string;
                    } | {
                        /** @constant */
                        type: "mailgun";
                        /**
                         * Format: password
                         * @description the HTTP webhook signing key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "postmark";
                        username: string;
                        /** Format: password */
                        password: string;
                    } | {
                        /** @constant */
                        type: "paypal";
                        /** @description the webhook's id, which its signature covers */
                        webhook_id: string;
                        /** @description what the header paypal-cert-url names, in PEM; when PayPal changes it, both, one after the other */
                        certificate: string;
                    } | {
                        /** @constant */
                        type: "adyen";
                        /**
                         * Format: password
                         * @description the webhook's HMAC key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "docusign";
                        /**
                         * Format: password
                         * @description the Connect key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "sentry";
                        /**
                         * Format: password
                         * @description the integration's client secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "pagerduty";
                        /**
                         * Format: password
                         * @description the webhook subscription's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "meta";
                        /**
                         * Format: password
                         * @description the app secret: Facebook, Instagram and WhatsApp sign with it
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                        /**
                         * Format: password
                         * @description the verify token that was entered with the callback URL
                         */
                        verify_token: string;
                    } | {
                        /** @constant */
                        type: "x";
                        /**
                         * Format: password
                         * @description the app's consumer secret (API secret key)
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "dropbox";
                        /**
                         * Format: password
                         * @description the app secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    };
                    custom_response?: {
                        /** @default 200 */
                        status?: number;
                        /** @default text/plain */
                        content_type?: string;
                        /** @default  */
                        body?: string;
                    } | null;
                    rate_limit?: {
                        limit: number;
                        /** @enum {string} */
                        period: "second" | "minute" | "hour";
                    } | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postSources: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "stripe",
                 *       "verification": {
                 *         "type": "stripe",
                 *         "secret": "whsec_c2VjcmV0LW9mLXN0cmlwZQ=="
                 *       }
                 *     }
                 */
                "application/json": {
                    name: string;
                    /** @default null */
                    description?: string | null;
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @default [
                     *       "POST",
                     *       "PUT",
                     *       "PATCH",
                     *       "DELETE"
                     *     ]
                     */
                    allowed_http_methods?: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS")[];
                    /**
                     * @default {
                     *       "type": "none"
                     *     }
                     */
                    verification?: {
                        /** @constant */
                        type: "none";
                    } | {
                        /** @constant */
                        type: "hmac";
                        /**
                         * @default sha256
                         * @enum {string}
                         */
                        algorithm?: "sha1" | "sha256" | "sha384" | "sha512";
                        /**
                         * @default hex
                         * @enum {string}
                         */
                        encoding?: "hex" | "base64" | "base64url";
                        header: string;
                        /** @description Stands before the signature in the header, such as sha256= */
                        prefix?: string;
                        /** Format: password */
                        secret: string;
                    } | {
                        /** @constant */
                        type: "basic_auth";
                        username: string;
                        /** Format: password */
                        password: string;
                    } | {
                        /** @constant */
                        type: "api_key";
                        header?: string;
                        query?: string;
                        /** Format: password */
                        value: string;
                    } | {
                        /** @constant */
                        type: "standard_webhooks";
                        /**
                         * Format: password
                         * @description whsec_ and base64, as standardwebhooks.com specifies
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "svix";
                        /**
                         * Format: password
                         * @description the endpoint's signing secret, whsec_…
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "stripe";
                        /**
                         * Format: password
                         * @description the endpoint's signing secret, whsec_…
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "github";
                        /**
                         * Format: password
                         * @description the webhook's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "gitlab";
                        /**
                         * Format: password
                         * @description the webhook's secret token; a signing token, whsec_…, belongs into standard_webhooks
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "bitbucket";
                        /**
                         * Format: password
                         * @description the webhook's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "shopify";
                        /**
                         * Format: password
                         * @description the app's client secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "slack";
                        /**
                         * Format: password
                         * @description the app's signing secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "twilio";
                        /**
                         * Format: password
                         * @description the account's auth token
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "sendgrid";
                        /** @description the verification key of the signed event webhook */
                        public_key: string;
                    } | {
                        /** @constant */
                        type: "zoom";
                        /**
                         * Format: password
                         * @description the app's secret token
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "paddle";
                        /**
                         * Format: password
                         * @description the notification destination's secret key, pdl_ntfset_…
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "square";
                        /**
                         * Format: password
                         * @description the subscription's signature key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "hubspot";
                        /**
                         * Format: password
                         * @description the app's client secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "linear";
                        /**
                         * Format: password
                         * @description the webhook's signing secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "intercom";
                        /**
                         * Format: password
                         * @description the app's client secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "woocommerce";
                        /**
                         * Format: password
                         * @description the webhook's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "xero";
                        /**
                         * Format: password
                         * @description the webhook's signing key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "typeform";
                        /**
                         * Format: password
                         * @description the webhook's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "discord";
                        /** @description the application's public key */
                        public_key: string;
                    } | {
                        /** @constant */
                        type: "mailgun";
                        /**
                         * Format: password
                         * @description the HTTP webhook signing key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "postmark";
                        username: string;
                        /** Format: password */
                        password: string;
                    } | {
                        /** @constant */
                        type: "paypal";
                        /** @description the webhook's id, which its signature covers */
                        webhook_id: string;
                        /** @description what the header paypal-cert-url names, in PEM; when PayPal changes it, both, one after the other */
                        certificate: string;
                    } | {
                        /** @constant */
                        type: "adyen";
                        /**
                         * Format: password
                         * @description the webhook's HMAC key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "docusign";
                        /**
                         * Format: password
                         * @description the Connect key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "sentry";
                        /**
                         * Format: password
                         * @description the integration's client secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "pagerduty";
                        /**
                         * Format: password
                         * @description the webhook subscription's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "meta";
                        /**
                         * Format: password
                         * @description the app secret: Facebook, Instagram and WhatsApp sign with it
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                        /**
                         * Format: password
                         * @description the verify token that was entered with the callback URL
                         */
                        verify_token: string;
                    } | {
                        /** @constant */
                        type: "x";
                        /**
                         * Format: password
                         * @description the app's consumer secret (API secret key)
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "dropbox";
                        /**
                         * Format: password
                         * @description the app secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    };
                    /** @default null */
                    custom_response?: {
                        /** @default 200 */
                        status?: number;
                        /** @default text/plain */
                        content_type?: string;
                        /** @default  */
                        body?: string;
                    } | null;
                    /** @default null */
                    rate_limit?: {
                        limit: number;
                        /** @enum {string} */
                        period: "second" | "minute" | "hour";
                    } | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getSourcesById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    deleteSourcesById: {
        parameters: {
            query?: {
                cascade?: "0" | "1" | "true" | "false";
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd"
                     *     }
                     */
                    "application/json": {
                        id: string;
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    patchSourcesById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "custom_response": {
                 *         "status": 200,
                 *         "content_type": "text/plain",
                 *         "body": "ok"
                 *       }
                 *     }
                 */
                "application/json": {
                    name?: string;
                    description?: string | null;
                    enabled?: boolean;
                    allowed_http_methods?: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS")[];
                    verification?: {
                        /** @constant */
                        type: "none";
                    } | {
                        /** @constant */
                        type: "hmac";
                        /**
                         * @default sha256
                         * @enum {string}
                         */
                        algorithm?: "sha1" | "sha256" | "sha384" | "sha512";
                        /**
                         * @default hex
                         * @enum {string}
                         */
                        encoding?: "hex" | "base64" | "base64url";
                        header: string;
                        /** @description Stands before the signature in the header, such as sha256= */
                        prefix?: string;
                        /** Format: password */
                        secret: string;
                    } | {
                        /** @constant */
                        type: "basic_auth";
                        username: string;
                        /** Format: password */
                        password: string;
                    } | {
                        /** @constant */
                        type: "api_key";
                        header?: string;
                        query?: string;
                        /** Format: password */
                        value: string;
                    } | {
                        /** @constant */
                        type: "standard_webhooks";
                        /**
                         * Format: password
                         * @description whsec_ and base64, as standardwebhooks.com specifies
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "svix";
                        /**
                         * Format: password
                         * @description the endpoint's signing secret, whsec_…
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "stripe";
                        /**
                         * Format: password
                         * @description the endpoint's signing secret, whsec_…
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "github";
                        /**
                         * Format: password
                         * @description the webhook's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "gitlab";
                        /**
                         * Format: password
                         * @description the webhook's secret token; a signing token, whsec_…, belongs into standard_webhooks
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "bitbucket";
                        /**
                         * Format: password
                         * @description the webhook's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "shopify";
                        /**
                         * Format: password
                         * @description the app's client secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "slack";
                        /**
                         * Format: password
                         * @description the app's signing secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "twilio";
                        /**
                         * Format: password
                         * @description the account's auth token
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "sendgrid";
                        /** @description the verification key of the signed event webhook */
                        public_key: string;
                    } | {
                        /** @constant */
                        type: "zoom";
                        /**
                         * Format: password
                         * @description the app's secret token
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "paddle";
                        /**
                         * Format: password
                         * @description the notification destination's secret key, pdl_ntfset_…
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "square";
                        /**
                         * Format: password
                         * @description the subscription's signature key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "hubspot";
                        /**
                         * Format: password
                         * @description the app's client secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "linear";
                        /**
                         * Format: password
                         * @description the webhook's signing secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "intercom";
                        /**
                         * Format: password
                         * @description the app's client secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "woocommerce";
                        /**
                         * Format: password
                         * @description the webhook's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "xero";
                        /**
                         * Format: password
                         * @description the webhook's signing key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "typeform";
                        /**
                         * Format: password
                         * @description the webhook's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "discord";
                        /** @description the application's public key */
                        public_key: string;
                    } | {
                        /** @constant */
                        type: "mailgun";
                        /**
                         * Format: password
                         * @description the HTTP webhook signing key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "postmark";
                        username: string;
                        /** Format: password */
                        password: string;
                    } | {
                        /** @constant */
                        type: "paypal";
                        /** @description the webhook's id, which its signature covers */
                        webhook_id: string;
                        /** @description what the header paypal-cert-url names, in PEM; when PayPal changes it, both, one after the other */
                        certificate: string;
                    } | {
                        /** @constant */
                        type: "adyen";
                        /**
                         * Format: password
                         * @description the webhook's HMAC key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "docusign";
                        /**
                         * Format: password
                         * @description the Connect key
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "sentry";
                        /**
                         * Format: password
                         * @description the integration's client secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "pagerduty";
                        /**
                         * Format: password
                         * @description the webhook subscription's secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "meta";
                        /**
                         * Format: password
                         * @description the app secret: Facebook, Instagram and WhatsApp sign with it
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                        /**
                         * Format: password
                         * @description the verify token that was entered with the callback URL
                         */
                        verify_token: string;
                    } | {
                        /** @constant */
                        type: "x";
                        /**
                         * Format: password
                         * @description the app's consumer secret (API secret key)
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    } | {
                        /** @constant */
                        type: "dropbox";
                        /**
                         * Format: password
                         * @description the app secret
                         */
                        secret: string;
                        /**
                         * Format: password
                         * @description the secret before it, valid too while the provider rotates
                         */
                        previous_secret?: string;
                    };
                    custom_response?: {
                        /** @default 200 */
                        status?: number;
                        /** @default text/plain */
                        content_type?: string;
                        /** @default  */
                        body?: string;
                    } | null;
                    rate_limit?: {
                        limit: number;
                        /** @enum {string} */
                        period: "second" | "minute" | "hour";
                    } | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putSourcesByIdEnable: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putSourcesByIdDisable: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postSourcesByIdRotateToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getDestinations: {
        parameters: {
            query?: {
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
                ids?: string;
                name?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-05T09:00:00.000Z",
                     *           "updated_at": "2026-01-05T09:00:00.000Z",
                     *           "name": "billing",
                     *           "description": "Books what customers pay",
                     *           "url": "https://billing.example.com/stripe",
                     *           "http_method": null,
                     *           "path_forwarding": true,
                     *           "query_forwarding": true,
                     *           "headers": {},
                     *           "auth": {
                     *             "type": "bearer",
                     *             "token": "********"
                     *           },
                     *           "timeout_ms": 30000,
                     *           "rate_limit": {
                     *             "limit": 50,
                     *             "period": "second"
                     *           },
                     *           "enabled": true,
                     *           "signing": {
                     *             "type": "standard_webhooks",
                     *             "secret": "********"
                     *           },
                     *           "disabled_at": null
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["Destination"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putDestinations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "billing",
                 *       "url": "https://billing.example.com/stripe",
                 *       "auth": {
                 *         "type": "bearer",
                 *         "token": "a-token-of-billing"
                 *       },
                 *       "rate_limit": {
                 *         "limit": 50,
                 *         "period": "second"
                 *       }
                 *     }
                 */
                "application/json": {
                    name: string;
                    description?: string | null;
                    /**
                     * Format: uri
                     * @example https://api.example.com/webhooks
                     */
                    url?: string;
                    http_method?: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS") | null;
                    /** @description appends what followed the source's URL; a path with a segment . or .. is not sent */
                    path_forwarding?: boolean;
                    query_forwarding?: boolean;
                    headers?: {
                        [key: string]: string;
                    };
                    /** @description its secrets must be sent anew where url or token_url gets another origin */
                    auth?: components["schemas"]["DestinationAuth"];
                    timeout_ms?: number;
                    rate_limit?: components["schemas"]["RateLimit"] | null;
                    enabled?: boolean;
                    /** @description another secret needs a key with the scope admin */
                    signing?: {
                        /** @constant */
                        type: "standard_webhooks";
                        /** Format: password */
                        secret?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postDestinations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "billing",
                 *       "url": "https://billing.example.com/stripe",
                 *       "auth": {
                 *         "type": "bearer",
                 *         "token": "a-token-of-billing"
                 *       },
                 *       "rate_limit": {
                 *         "limit": 50,
                 *         "period": "second"
                 *       }
                 *     }
                 */
                "application/json": {
                    name: string;
                    /** @default null */
                    description?: string | null;
                    /**
                     * Format: uri
                     * @example https://api.example.com/webhooks
                     */
                    url: string;
                    /** @default null */
                    http_method?: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS") | null;
                    /**
                     * @description appends what followed the source's URL; a path with a segment . or .. is not sent
                     * @default true
                     */
                    path_forwarding?: boolean;
                    /** @default true */
                    query_forwarding?: boolean;
                    /** @default {} */
                    headers?: {
                        [key: string]: string;
                    };
                    /**
                     * @default {
                     *       "type": "none"
                     *     }
                     */
                    auth?: components["schemas"]["DestinationAuth"];
                    /** @default 30000 */
                    timeout_ms?: number;
                    /** @default null */
                    rate_limit?: components["schemas"]["RateLimit"] | null;
                    /** @default true */
                    enabled?: boolean;
                    signing?: {
                        /** @constant */
                        type: "standard_webhooks";
                        /** Format: password */
                        secret?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getDestinationsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    deleteDestinationsById: {
        parameters: {
            query?: {
                cascade?: "0" | "1" | "true" | "false";
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd"
                     *     }
                     */
                    "application/json": {
                        id: string;
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    patchDestinationsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "rate_limit": {
                 *         "limit": 5,
                 *         "period": "concurrent"
                 *       }
                 *     }
                 */
                "application/json": {
                    name?: string;
                    description?: string | null;
                    /**
                     * Format: uri
                     * @example https://api.example.com/webhooks
                     */
                    url?: string;
                    http_method?: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS") | null;
                    /** @description appends what followed the source's URL; a path with a segment . or .. is not sent */
                    path_forwarding?: boolean;
                    query_forwarding?: boolean;
                    headers?: {
                        [key: string]: string;
                    };
                    /** @description its secrets must be sent anew where url or token_url gets another origin */
                    auth?: components["schemas"]["DestinationAuth"];
                    timeout_ms?: number;
                    rate_limit?: components["schemas"]["RateLimit"] | null;
                    enabled?: boolean;
                    /** @description another secret needs a key with the scope admin */
                    signing?: {
                        /** @constant */
                        type: "standard_webhooks";
                        /** Format: password */
                        secret?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putDestinationsByIdEnable: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putDestinationsByIdDisable: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getDestinationsByIdSigningSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": {
                        secret: string;
                        earlier?: {
                            secret: string;
                            /** Format: date-time */
                            valid_until: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postDestinationsByIdRotateSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "overlap_ms": 86400000
                 *     }
                 */
                "application/json": {
                    /**
                     * @description for which the present secret stays valid beside the new one
                     * @default 86400000
                     */
                    overlap_ms?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postConnectionsTestFilter: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "body": {
                 *           "type": {
                 *             "$startsWith": "checkout."
                 *           }
                 *         }
                 *       },
                 *       "request": {
                 *         "body": {
                 *           "id": "evt_1Qz",
                 *           "type": "checkout.session.completed",
                 *           "data": {
                 *             "object": {
                 *               "id": "cs_a1",
                 *               "amount_total": 4900
                 *             }
                 *           }
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    filter: {
                        /**
                         * @description A plain value (equality), an object matched field by field, an array (all its elements are in the data's), or an object of operators: $eq $neq $gt $gte $lt $lte $in $nin $contains $startsWith $endsWith $exists $exist $and $or $not $ref. An array in the data matches if an element does. At most 32 levels and 1000 values.
                         * @example {
                         *       "type": {
                         *         "$startsWith": "checkout."
                         *       },
                         *       "amount": {
                         *         "$gte": 1000
                         *       }
                         *     }
                         * @example {
                         *       "$or": [
                         *         {
                         *           "status": "paid"
                         *         },
                         *         {
                         *           "total": {
                         *             "$eq": {
                         *               "$ref": "body.paid"
                         *             }
                         *           }
                         *         }
                         *       ]
                         *     }
                         */
                        body?: unknown;
                        /**
                         * @description A plain value (equality), an object matched field by field, an array (all its elements are in the data's), or an object of operators: $eq $neq $gt $gte $lt $lte $in $nin $contains $startsWith $endsWith $exists $exist $and $or $not $ref. An array in the data matches if an element does. At most 32 levels and 1000 values.
                         * @example {
                         *       "type": {
                         *         "$startsWith": "checkout."
                         *       },
                         *       "amount": {
                         *         "$gte": 1000
                         *       }
                         *     }
                         * @example {
                         *       "$or": [
                         *         {
                         *           "status": "paid"
                         *         },
                         *         {
                         *           "total": {
                         *             "$eq": {
                         *               "$ref": "body.paid"
                         *             }
                         *           }
                         *         }
                         *       ]
                         *     }
                         */
                        headers?: unknown;
                        /**
                         * @description A plain value (equality), an object matched field by field, an array (all its elements are in the data's), or an object of operators: $eq $neq $gt $gte $lt $lte $in $nin $contains $startsWith $endsWith $exists $exist $and $or $not $ref. An array in the data matches if an element does. At most 32 levels and 1000 values.
                         * @example {
                         *       "type": {
                         *         "$startsWith": "checkout."
                         *       },
                         *       "amount": {
                         *         "$gte": 1000
                         *       }
                         *     }
                         * @example {
                         *       "$or": [
                         *         {
                         *           "status": "paid"
                         *         },
                         *         {
                         *           "total": {
                         *             "$eq": {
                         *               "$ref": "body.paid"
                         *             }
                         *           }
                         *         }
                         *       ]
                         *     }
                         */
                        query?: unknown;
                        /**
                         * @description A plain value (equality), an object matched field by field, an array (all its elements are in the data's), or an object of operators: $eq $neq $gt $gte $lt $lte $in $nin $contains $startsWith $endsWith $exists $exist $and $or $not $ref. An array in the data matches if an element does. At most 32 levels and 1000 values.
                         * @example {
                         *       "type": {
                         *         "$startsWith": "checkout."
                         *       },
                         *       "amount": {
                         *         "$gte": 1000
                         *       }
                         *     }
                         * @example {
                         *       "$or": [
                         *         {
                         *           "status": "paid"
                         *         },
                         *         {
                         *           "total": {
                         *             "$eq": {
                         *               "$ref": "body.paid"
                         *             }
                         *           }
                         *         }
                         *       ]
                         *     }
                         */
                        path?: unknown;
                    };
                    /** @default {} */
                    request?: {
                        /** @default {} */
                        headers?: {
                            [key: string]: string | string[];
                        };
                        /** @default null */
                        body?: components["schemas"]["Json"];
                        /**
                         * @description as in a URL, or as fields
                         * @default
                         */
                        query?: string | {
                            [key: string]: string | string[];
                        };
                        /** @default  */
                        path?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "matched": false,
                     *       "failed": {
                     *         "path": "body.amount",
                     *         "operator": "$gte",
                     *         "expected": 5000,
                     *         "actual": 4900
                     *       }
                     *     }
                     */
                    "application/json": {
                        matched: boolean;
                        /** @description the first condition that did not match */
                        failed: {
                            path: string;
                            operator: string;
                            expected: components["schemas"]["Json"];
                            actual: components["schemas"]["Json"];
                        } | null;
                    };
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postConnectionsTestRules: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rules": [
                 *         {
                 *           "type": "filter",
                 *           "body": {
                 *             "type": {
                 *               "$startsWith": "checkout."
                 *             }
                 *           }
                 *         },
                 *         {
                 *           "type": "retry",
                 *           "strategy": "exponential",
                 *           "interval": 60000,
                 *           "max_interval": 3600000,
                 *           "count": 5
                 *         }
                 *       ],
                 *       "request": {
                 *         "body": {
                 *           "id": "evt_1Qz",
                 *           "type": "checkout.session.completed",
                 *           "data": {
                 *             "object": {
                 *               "id": "cs_a1",
                 *               "amount_total": 4900
                 *             }
                 *           }
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @example con_01k9zb3v2q8f6m4x7t5r1w0ncd */
                    connection_id?: string;
                    /** @description a draft, as of a connection that is enabled */
                    rules?: components["schemas"]["Rule"][];
                    request?: {
                        /**
                         * @default POST
                         * @enum {string}
                         */
                        method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";
                        /** @default  */
                        path?: string;
                        /**
                         * @description as in a URL, or as fields
                         * @default
                         */
                        query?: string | {
                            [key: string]: string | string[];
                        };
                        /** @default {} */
                        headers?: {
                            [key: string]: string | string[];
                        };
                        /** @default  */
                        body?: unknown;
                    };
                    /** @example req_01k9zb3v2q8f6m4x7t5r1w0ncd */
                    request_id?: string;
                    /** @example evt_01k9zb3v2q8f6m4x7t5r1w0ncd */
                    event_id?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "steps": [
                     *         {
                     *           "type": "filter",
                     *           "index": 0,
                     *           "reached": true,
                     *           "matched": true,
                     *           "failed": null
                     *         }
                     *       ],
                     *       "outcome": {
                     *         "status": "queued",
                     *         "cause": null,
                     *         "cause_detail": null,
                     *         "payload": {
                     *           "method": "POST",
                     *           "path": "",
                     *           "query": "",
                     *           "headers": {
                     *             "content-type": "application/json",
                     *             "stripe-signature": "t=1767700800,v1=5257a869…"
                     *           },
                     *           "body": {
                     *             "id": "evt_1Qz",
                     *             "type": "checkout.session.completed",
                     *             "data": {
                     *               "object": {
                     *                 "id": "cs_a1",
                     *                 "amount_total": 4900
                     *               }
                     *             }
                     *           }
                     *         },
                     *         "first_attempt_at": "2026-01-06T12:00:00.000Z",
                     *         "retry_waits": [
                     *           60000,
                     *           120000,
                     *           240000,
                     *           480000,
                     *           960000
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        steps: ({
                            /** @constant */
                            type: "filter";
                            /** @description of the rule, from 0 */
                            index: number;
                            /** @description whether a rule before it had not ended the event */
                            reached: boolean;
                            matched: boolean | null;
                            /** @description the first condition that did not match */
                            failed: {
                                path: string;
                                operator: string;
                                expected: components["schemas"]["Json"];
                                actual: components["schemas"]["Json"];
                            } | null;
                        } | {
                            /** @constant */
                            type: "transform";
                            /** @description of the rule, from 0 */
                            index: number;
                            /** @description whether a rule before it had not ended the event */
                            reached: boolean;
                            /** @example trf_01k9zb3v2q8f6m4x7t5r1w0ncd */
                            transformation_id: string;
                            /** @description with the request before it, input, and after it, output */
                            execution: {
                                transformation_id: string | null;
                                version: number | null;
                                event_id: string | null;
                                connection_id: string | null;
                                request_id: string | null;
                                /** @enum {string} */
                                status: "ok" | "error" | "timeout" | "memory";
                                input: {
                                    method: string;
                                    /** @description what followed the source's URL */
                                    path: string;
                                    /** @description without the question mark */
                                    query: string;
                                    headers: {
                                        [key: string]: string | string[];
                                    };
                                    body: unknown;
                                };
                                /** @description input is an excerpt: it was too large to be kept whole */
                                input_truncated: boolean;
                                /** @description null where the event is to be ignored, or the run failed */
                                output: {
                                    method: string;
                                    /** @description what followed the source's URL */
                                    path: string;
                                    /** @description without the question mark */
                                    query: string;
                                    headers: {
                                        [key: string]: string | string[];
                                    };
                                    body: unknown;
                                } | null;
                                /** @description output is an excerpt: it was too large to be kept whole */
                                output_truncated: boolean;
                                logs: {
                                    level: string;
                                    message: string;
                                }[];
                                logs_truncated: boolean;
                                error: {
                                    name: string;
                                    message: string;
                                    stack: string;
                                    /** @description in the code, from 1; null where no line is to blame */
                                    line: number | null;
                                } | null;
                                duration_ms: number;
                            } | null;
                        } | {
                            /** @constant */
                            type: "deduplicate";
                            /** @description of the rule, from 0 */
                            index: number;
                            /** @description equal keys within the window are copies */
                            key: string;
                            window: number;
                        } | {
                            /** @constant */
                            type: "delay";
                            /** @description of the rule, from 0 */
                            index: number;
                            delay: number;
                        } | {
                            /** @constant */
                            type: "retry";
                            /** @description of the rule, from 0 */
                            index: number;
                            /** @description ms, without jitter */
                            waits: number[];
                        })[];
                        outcome: {
                            /** @enum {string} */
                            status: "queued" | "held" | "ignored" | "failed";
                            cause: ("FILTERED" | "DUPLICATE" | "CONNECTION_DISABLED" | "DESTINATION_DISABLED" | "TRANSFORMATION_FAILED" | "EXPIRED" | "DATA_ERASED") | null;
                            cause_detail: {
                                [key: string]: components["schemas"]["Json"];
                            } | null;
                            /** @description what would be delivered */
                            payload: {
                                method: string;
                                /** @description what followed the source's URL */
                                path: string;
                                /** @description without the question mark */
                                query: string;
                                headers: {
                                    [key: string]: string | string[];
                                };
                                body: unknown;
                            } | null;
                            /** @description null: at once, or never */
                            first_attempt_at: string | null;
                            /** @description ms, without jitter; of the default where there is no retry rule */
                            retry_waits: number[];
                        };
                    };
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getConnections: {
        parameters: {
            query?: {
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
                ids?: string;
                name?: string;
                source_id?: string;
                destination_id?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-05T09:00:00.000Z",
                     *           "updated_at": "2026-01-05T09:00:00.000Z",
                     *           "name": "stripe-to-billing",
                     *           "description": null,
                     *           "rules": [
                     *             {
                     *               "type": "filter",
                     *               "body": {
                     *                 "type": {
                     *                   "$startsWith": "checkout."
                     *                 }
                     *               }
                     *             },
                     *             {
                     *               "type": "retry",
                     *               "strategy": "exponential",
                     *               "interval": 60000,
                     *               "max_interval": 3600000,
                     *               "count": 5
                     *             }
                     *           ],
                     *           "first_attempt": "workflow",
                     *           "enabled": true,
                     *           "source_id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "destination_id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "disabled_at": null,
                     *           "paused_at": null,
                     *           "source": {
                     *             "id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *             "team_id": "tm_acme",
                     *             "created_at": "2026-01-05T09:00:00.000Z",
                     *             "updated_at": "2026-01-05T09:00:00.000Z",
                     *             "name": "stripe",
                     *             "description": null,
                     *             "enabled": true,
                     *             "allowed_http_methods": [
                     *               "POST"
                     *             ],
                     *             "verification": {
                     *               "type": "stripe",
                     *               "secret": "********"
                     *             },
                     *             "custom_response": null,
                     *             "rate_limit": null,
                     *             "url": "https://hooks.example.com/in/k5m2x8p4q7r1t9v3w6y0z2b4c6d8f1g3",
                     *             "token": "k5m2x8p4q7r1t9v3w6y0z2b4c6d8f1g3",
                     *             "disabled_at": null
                     *           },
                     *           "destination": {
                     *             "id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *             "team_id": "tm_acme",
                     *             "created_at": "2026-01-05T09:00:00.000Z",
                     *             "updated_at": "2026-01-05T09:00:00.000Z",
                     *             "name": "billing",
                     *             "description": "Books what customers pay",
                     *             "url": "https://billing.example.com/stripe",
                     *             "http_method": null,
                     *             "path_forwarding": true,
                     *             "query_forwarding": true,
                     *             "headers": {},
                     *             "auth": {
                     *               "type": "bearer",
                     *               "token": "********"
                     *             },
                     *             "timeout_ms": 30000,
                     *             "rate_limit": {
                     *               "limit": 50,
                     *               "period": "second"
                     *             },
                     *             "enabled": true,
                     *             "signing": {
                     *               "type": "standard_webhooks",
                     *               "secret": "********"
                     *             },
                     *             "disabled_at": null
                     *           }
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["Connection"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putConnections: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "stripe-to-billing",
                 *       "source": {
                 *         "name": "stripe"
                 *       },
                 *       "destination": {
                 *         "name": "billing",
                 *         "url": "https://billing.example.com/stripe"
                 *       },
                 *       "rules": [
                 *         {
                 *           "type": "filter",
                 *           "body": {
                 *             "type": {
                 *               "$startsWith": "checkout."
                 *             }
                 *           }
                 *         },
                 *         {
                 *           "type": "retry",
                 *           "strategy": "exponential",
                 *           "interval": 60000,
                 *           "max_interval": 3600000,
                 *           "count": 5
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    name: string;
                    description?: string | null;
                    rules?: components["schemas"]["Rule"][];
                    /** @enum {string} */
                    first_attempt?: "workflow" | "direct" | "auto";
                    enabled?: boolean;
                    /** @example src_01k9zb3v2q8f6m4x7t5r1w0ncd */
                    source_id?: string;
                    source?: {
                        name: string;
                        description?: string | null;
                        enabled?: boolean;
                        allowed_http_methods?: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS")[];
                        verification?: {
                            /** @constant */
                            type: "none";
                        } | {
                            /** @constant */
                            type: "hmac";
                            /**
                             * @default sha256
                             * @enum {string}
                             */
                            algorithm?: "sha1" | "sha256" | "sha384" | "sha512";
                            /**
                             * @default hex
                             * @enum {string}
                             */
                            encoding?: "hex" | "base64" | "base64url";
                            header: string;
                            /** @description Stands before the signature in the header, such as sha256= */
                            prefix?: string;
                            /** Format: password */
                            secret: string;
                        } | {
                            /** @constant */
                            type: "basic_auth";
                            username: string;
                            /** Format: password */
                            password: string;
                        } | {
                            /** @constant */
                            type: "api_key";
                            header?: string;
                            query?: string;
                            /** Format: password */
                            value: string;
                        } | {
                            /** @constant */
                            type: "standard_webhooks";
                            /**
                             * Format: password
                             * @description whsec_ and base64, as standardwebhooks.com specifies
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "svix";
                            /**
                             * Format: password
                             * @description the endpoint's signing secret, whsec_…
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "stripe";
                            /**
                             * Format: password
                             * @description the endpoint's signing secret, whsec_…
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "github";
                            /**
                             * Format: password
                             * @description the webhook's secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "gitlab";
                            /**
                             * Format: password
                             * @description the webhook's secret token; a signing token, whsec_…, belongs into standard_webhooks
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "bitbucket";
                            /**
                             * Format: password
                             * @description the webhook's secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "shopify";
                            /**
                             * Format: password
                             * @description the app's client secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "slack";
                            /**
                             * Format: password
                             * @description the app's signing secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "twilio";
                            /**
                             * Format: password
                             * @description the account's auth token
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "sendgrid";
                            /** @description the verification key of the signed event webhook */
                            public_key: string;
                        } | {
                            /** @constant */
                            type: "zoom";
                            /**
                             * Format: password
                             * @description the app's secret token
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "paddle";
                            /**
                             * Format: password
                             * @description the notification destination's secret key, pdl_ntfset_…
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "square";
                            /**
                             * Format: password
                             * @description the subscription's signature key
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "hubspot";
                            /**
                             * Format: password
                             * @description the app's client secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "linear";
                            /**
                             * Format: password
                             * @description the webhook's signing secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "intercom";
                            /**
                             * Format: password
                             * @description the app's client secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "woocommerce";
                            /**
                             * Format: password
                             * @description the webhook's secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "xero";
                            /**
                             * Format: password
                             * @description the webhook's signing key
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "typeform";
                            /**
                             * Format: password
                             * @description the webhook's secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "discord";
                            /** @description the application's public key */
                            public_key: string;
                        } | {
                            /** @constant */
                            type: "mailgun";
                            /**
                             * Format: password
                             * @description the HTTP webhook signing key
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "postmark";
                            username: string;
                            /** Format: password */
                            password: string;
                        } | {
                            /** @constant */
                            type: "paypal";
                            /** @description the webhook's id, which its signature covers */
                            webhook_id: string;
                            /** @description what the header paypal-cert-url names, in PEM; when PayPal changes it, both, one after the other */
                            certificate: string;
                        } | {
                            /** @constant */
                            type: "adyen";
                            /**
                             * Format: password
                             * @description the webhook's HMAC key
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "docusign";
                            /**
                             * Format: password
                             * @description the Connect key
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "sentry";
                            /**
                             * Format: password
                             * @description the integration's client secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "pagerduty";
                            /**
                             * Format: password
                             * @description the webhook subscription's secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "meta";
                            /**
                             * Format: password
                             * @description the app secret: Facebook, Instagram and WhatsApp sign with it
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                            /**
                             * Format: password
                             * @description the verify token that was entered with the callback URL
                             */
                            verify_token: string;
                        } | {
                            /** @constant */
                            type: "x";
                            /**
                             * Format: password
                             * @description the app's consumer secret (API secret key)
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "dropbox";
                            /**
                             * Format: password
                             * @description the app secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        };
                        custom_response?: {
                            /** @default 200 */
                            status?: number;
                            /** @default text/plain */
                            content_type?: string;
                            /** @default  */
                            body?: string;
                        } | null;
                        rate_limit?: {
                            limit: number;
                            /** @enum {string} */
                            period: "second" | "minute" | "hour";
                        } | null;
                    };
                    /** @example des_01k9zb3v2q8f6m4x7t5r1w0ncd */
                    destination_id?: string;
                    destination?: {
                        name: string;
                        description?: string | null;
                        /**
                         * Format: uri
                         * @example https://api.example.com/webhooks
                         */
                        url?: string;
                        http_method?: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS") | null;
                        /** @description appends what followed the source's URL; a path with a segment . or .. is not sent */
                        path_forwarding?: boolean;
                        query_forwarding?: boolean;
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description its secrets must be sent anew where url or token_url gets another origin */
                        auth?: components["schemas"]["DestinationAuth"];
                        timeout_ms?: number;
                        rate_limit?: components["schemas"]["RateLimit"] | null;
                        enabled?: boolean;
                        /** @description another secret needs a key with the scope admin */
                        signing?: {
                            /** @constant */
                            type: "standard_webhooks";
                            /** Format: password */
                            secret?: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postConnections: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "stripe-to-billing",
                 *       "source": {
                 *         "name": "stripe"
                 *       },
                 *       "destination": {
                 *         "name": "billing",
                 *         "url": "https://billing.example.com/stripe"
                 *       },
                 *       "rules": [
                 *         {
                 *           "type": "filter",
                 *           "body": {
                 *             "type": {
                 *               "$startsWith": "checkout."
                 *             }
                 *           }
                 *         },
                 *         {
                 *           "type": "retry",
                 *           "strategy": "exponential",
                 *           "interval": 60000,
                 *           "max_interval": 3600000,
                 *           "count": 5
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @default null */
                    name?: string | null;
                    /** @default null */
                    description?: string | null;
                    /** @default [] */
                    rules?: components["schemas"]["Rule"][];
                    /** @enum {string} */
                    first_attempt?: "workflow" | "direct" | "auto";
                    /** @default true */
                    enabled?: boolean;
                    /** @example src_01k9zb3v2q8f6m4x7t5r1w0ncd */
                    source_id?: string;
                    source?: {
                        name: string;
                        description?: string | null;
                        enabled?: boolean;
                        allowed_http_methods?: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS")[];
                        verification?: {
                            /** @constant */
                            type: "none";
                        } | {
                            /** @constant */
                            type: "hmac";
                            /**
                             * @default sha256
                             * @enum {string}
                             */
                            algorithm?: "sha1" | "sha256" | "sha384" | "sha512";
                            /**
                             * @default hex
                             * @enum {string}
                             */
                            encoding?: "hex" | "base64" | "base64url";
                            header: string;
                            /** @description Stands before the signature in the header, such as sha256= */
                            prefix?: string;
                            /** Format: password */
                            secret: string;
                        } | {
                            /** @constant */
                            type: "basic_auth";
                            username: string;
                            /** Format: password */
                            password: string;
                        } | {
                            /** @constant */
                            type: "api_key";
                            header?: string;
                            query?: string;
                            /** Format: password */
                            value: string;
                        } | {
                            /** @constant */
                            type: "standard_webhooks";
                            /**
                             * Format: password
                             * @description whsec_ and base64, as standardwebhooks.com specifies
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "svix";
                            /**
                             * Format: password
                             * @description the endpoint's signing secret, whsec_…
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "stripe";
                            /**
                             * Format: password
                             * @description the endpoint's signing secret, whsec_…
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "github";
                            /**
                             * Format: password
                             * @description the webhook's secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "gitlab";
                            /**
                             * Format: password
                             * @description the webhook's secret token; a signing token, whsec_…, belongs into standard_webhooks
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "bitbucket";
                            /**
                             * Format: password
                             * @description the webhook's secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "shopify";
                            /**
                             * Format: password
                             * @description the app's client secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "slack";
                            /**
                             * Format: password
                             * @description the app's signing secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "twilio";
                            /**
                             * Format: password
                             * @description the account's auth token
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "sendgrid";
                            /** @description the verification key of the signed event webhook */
                            public_key: string;
                        } | {
                            /** @constant */
                            type: "zoom";
                            /**
                             * Format: password
                             * @description the app's secret token
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "paddle";
                            /**
                             * Format: password
                             * @description the notification destination's secret key, pdl_ntfset_…
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "square";
                            /**
                             * Format: password
                             * @description the subscription's signature key
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "hubspot";
                            /**
                             * Format: password
                             * @description the app's client secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "linear";
                            /**
                             * Format: password
                             * @description the webhook's signing secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "intercom";
                            /**
                             * Format: password
                             * @description the app's client secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "woocommerce";
                            /**
                             * Format: password
                             * @description the webhook's secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "xero";
                            /**
                             * Format: password
                             * @description the webhook's signing key
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "typeform";
                            /**
                             * Format: password
                             * @description the webhook's secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "discord";
                            /** @description the application's public key */
                            public_key: string;
                        } | {
                            /** @constant */
                            type: "mailgun";
                            /**
                             * Format: password
                             * @description the HTTP webhook signing key
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "postmark";
                            username: string;
                            /** Format: password */
                            password: string;
                        } | {
                            /** @constant */
                            type: "paypal";
                            /** @description the webhook's id, which its signature covers */
                            webhook_id: string;
                            /** @description what the header paypal-cert-url names, in PEM; when PayPal changes it, both, one after the other */
                            certificate: string;
                        } | {
                            /** @constant */
                            type: "adyen";
                            /**
                             * Format: password
                             * @description the webhook's HMAC key
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "docusign";
                            /**
                             * Format: password
                             * @description the Connect key
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "sentry";
                            /**
                             * Format: password
                             * @description the integration's client secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "pagerduty";
                            /**
                             * Format: password
                             * @description the webhook subscription's secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "meta";
                            /**
                             * Format: password
                             * @description the app secret: Facebook, Instagram and WhatsApp sign with it
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                            /**
                             * Format: password
                             * @description the verify token that was entered with the callback URL
                             */
                            verify_token: string;
                        } | {
                            /** @constant */
                            type: "x";
                            /**
                             * Format: password
                             * @description the app's consumer secret (API secret key)
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        } | {
                            /** @constant */
                            type: "dropbox";
                            /**
                             * Format: password
                             * @description the app secret
                             */
                            secret: string;
                            /**
                             * Format: password
                             * @description the secret before it, valid too while the provider rotates
                             */
                            previous_secret?: string;
                        };
                        custom_response?: {
                            /** @default 200 */
                            status?: number;
                            /** @default text/plain */
                            content_type?: string;
                            /** @default  */
                            body?: string;
                        } | null;
                        rate_limit?: {
                            limit: number;
                            /** @enum {string} */
                            period: "second" | "minute" | "hour";
                        } | null;
                    };
                    /** @example des_01k9zb3v2q8f6m4x7t5r1w0ncd */
                    destination_id?: string;
                    destination?: {
                        name: string;
                        description?: string | null;
                        /**
                         * Format: uri
                         * @example https://api.example.com/webhooks
                         */
                        url?: string;
                        http_method?: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS") | null;
                        /** @description appends what followed the source's URL; a path with a segment . or .. is not sent */
                        path_forwarding?: boolean;
                        query_forwarding?: boolean;
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description its secrets must be sent anew where url or token_url gets another origin */
                        auth?: components["schemas"]["DestinationAuth"];
                        timeout_ms?: number;
                        rate_limit?: components["schemas"]["RateLimit"] | null;
                        enabled?: boolean;
                        /** @description another secret needs a key with the scope admin */
                        signing?: {
                            /** @constant */
                            type: "standard_webhooks";
                            /** Format: password */
                            secret?: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getConnectionsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    deleteConnectionsById: {
        parameters: {
            query?: {
                cascade?: "0" | "1" | "true" | "false";
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd"
                     *     }
                     */
                    "application/json": {
                        id: string;
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    patchConnectionsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "rules": [
                 *         {
                 *           "type": "filter",
                 *           "body": {
                 *             "type": {
                 *               "$startsWith": "checkout."
                 *             }
                 *           }
                 *         },
                 *         {
                 *           "type": "retry",
                 *           "strategy": "exponential",
                 *           "interval": 60000,
                 *           "max_interval": 3600000,
                 *           "count": 5
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    name?: string | null;
                    description?: string | null;
                    rules?: components["schemas"]["Rule"][];
                    /** @enum {string} */
                    first_attempt?: "workflow" | "direct" | "auto";
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putConnectionsByIdEnable: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putConnectionsByIdDisable: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putConnectionsByIdPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putConnectionsByIdUnpause: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postConnectionsByIdSimulate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rules": [
                 *         {
                 *           "type": "filter",
                 *           "body": {
                 *             "type": {
                 *               "$startsWith": "checkout."
                 *             }
                 *           }
                 *         },
                 *         {
                 *           "type": "retry",
                 *           "strategy": "exponential",
                 *           "interval": 60000,
                 *           "max_interval": 3600000,
                 *           "count": 5
                 *         }
                 *       ],
                 *       "from": "now-1d"
                 *     }
                 */
                "application/json": {
                    from?: string;
                    to?: string;
                    ids?: string | number | (string | number)[];
                    status?: string | number | (string | number)[];
                    cause?: string | number | (string | number)[];
                    source_id?: string | number | (string | number)[];
                    /** @description a connection that it was routed over */
                    connection_id?: string | number | (string | number)[];
                    /** @description a substring, in any case, of body, header values, query, path or ids; or the whole id of a connection, source or destination */
                    q?: string;
                    /** @description a draft, in place of the connection's rules */
                    rules: components["schemas"]["Rule"][];
                    /**
                     * @description how many requests are shown that change
                     * @default 10
                     */
                    sample?: number;
                    /** @description takes the newest requests only, so many */
                    limit?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getConnectionsByIdSimulations: {
        parameters: {
            query?: {
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "sim_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "created_at": "2026-01-06T12:00:00.000Z",
                     *           "updated_at": "2026-01-06T12:00:00.000Z",
                     *           "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "status": "pending",
                     *           "error": null,
                     *           "query": {},
                     *           "limit": null,
                     *           "applied_range": {
                     *             "from": "2026-01-06T12:00:00.000Z",
                     *             "to": "2026-01-06T12:00:00.000Z"
                     *           },
                     *           "progress": 1,
                     *           "total_count": null,
                     *           "done_count": 1,
                     *           "delivered_count": 1,
                     *           "ignored_count": 1,
                     *           "failed_count": 1,
                     *           "rejected_count": 1,
                     *           "unchanged_count": 1,
                     *           "newly_delivered_count": 1,
                     *           "newly_ignored_count": 1,
                     *           "newly_failed_count": 1,
                     *           "payload_changed_count": 1,
                     *           "cause_changed_count": 1,
                     *           "started_at": null,
                     *           "completed_at": null
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: {
                            /** @example sim_01k9zb3v2q8f6m4x7t5r1w0ncd */
                            id: string;
                            /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
                            team_id: string;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            /** @example con_01k9zb3v2q8f6m4x7t5r1w0ncd */
                            connection_id: string;
                            /** @enum {string} */
                            status: "pending" | "running" | "completed" | "cancelled" | "failed";
                            /** @description why it failed */
                            error: string | null;
                            /** @description which requests were asked for */
                            query: {
                                [key: string]: unknown;
                            };
                            limit: number | null;
                            applied_range: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                            progress: number;
                            /** @description null until it is known, or where counting takes too long */
                            total_count: number | null;
                            done_count: number;
                            /** @description would be let through by the draft, to be delivered */
                            delivered_count: number;
                            ignored_count: number;
                            /** @description whose transformation would fail */
                            failed_count: number;
                            /** @description refused at ingress: no rules see them */
                            rejected_count: number;
                            unchanged_count: number;
                            newly_delivered_count: number;
                            newly_ignored_count: number;
                            newly_failed_count: number;
                            payload_changed_count: number;
                            /** @description not delivered either way, for another cause */
                            cause_changed_count: number;
                            started_at: string | null;
                            completed_at: string | null;
                        }[];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getConnectionsByIdSimulationsBySimulationId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
                simulation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putConnectionsByIdSimulationsBySimulationIdCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
                simulation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getTransformationsTypes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postTransformationsRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "addHandler(\"transform\", (request) => ({ ...request, body: request.body.data.object }))",
                 *       "request": {
                 *         "body": {
                 *           "id": "evt_1Qz",
                 *           "type": "checkout.session.completed",
                 *           "data": {
                 *             "object": {
                 *               "id": "cs_a1",
                 *               "amount_total": 4900
                 *             }
                 *           }
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description JavaScript (ES2023); with transformation_id, a draft in place of its code, with its variables */
                    code?: string;
                    /** @example trf_01k9zb3v2q8f6m4x7t5r1w0ncd */
                    transformation_id?: string;
                    /**
                     * @description in place of the saved variables; a mask stands for a saved value
                     * @example {
                     *       "REGION": "eu",
                     *       "API_TOKEN": {
                     *         "value": "********",
                     *         "secret": true
                     *       }
                     *     }
                     */
                    env?: {
                        [key: string]: string | {
                            value: string;
                            /** @constant */
                            secret: true;
                        };
                    };
                    request?: {
                        /**
                         * @default POST
                         * @enum {string}
                         */
                        method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";
                        /** @default  */
                        path?: string;
                        /**
                         * @description as in a URL, or as fields
                         * @default
                         */
                        query?: string | {
                            [key: string]: string | string[];
                        };
                        /** @default {} */
                        headers?: {
                            [key: string]: string | string[];
                        };
                        /** @default  */
                        body?: unknown;
                    };
                    /** @example req_01k9zb3v2q8f6m4x7t5r1w0ncd */
                    request_id?: string;
                    /** @example evt_01k9zb3v2q8f6m4x7t5r1w0ncd */
                    event_id?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "transformation_id": "trf_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *       "version": 1,
                     *       "event_id": null,
                     *       "connection_id": null,
                     *       "request_id": null,
                     *       "status": "ok",
                     *       "input": {
                     *         "method": "POST",
                     *         "path": "",
                     *         "query": "",
                     *         "headers": {
                     *           "content-type": "application/json",
                     *           "stripe-signature": "t=1767700800,v1=5257a869…"
                     *         },
                     *         "body": {
                     *           "id": "evt_1Qz",
                     *           "type": "checkout.session.completed",
                     *           "data": {
                     *             "object": {
                     *               "id": "cs_a1",
                     *               "amount_total": 4900
                     *             }
                     *           }
                     *         }
                     *       },
                     *       "input_truncated": false,
                     *       "output": {
                     *         "method": "POST",
                     *         "path": "",
                     *         "query": "",
                     *         "headers": {
                     *           "content-type": "application/json",
                     *           "stripe-signature": "t=1767700800,v1=5257a869…"
                     *         },
                     *         "body": {
                     *           "id": "cs_a1",
                     *           "amount_total": 4900
                     *         }
                     *       },
                     *       "output_truncated": false,
                     *       "logs": [
                     *         {
                     *           "level": "info",
                     *           "message": "one session"
                     *         }
                     *       ],
                     *       "logs_truncated": false,
                     *       "error": null,
                     *       "duration_ms": 1.4
                     *     }
                     */
                    "application/json": {
                        transformation_id: string | null;
                        version: number | null;
                        event_id: string | null;
                        connection_id: string | null;
                        request_id: string | null;
                        /** @enum {string} */
                        status: "ok" | "error" | "timeout" | "memory";
                        input: {
                            method: string;
                            /** @description what followed the source's URL */
                            path: string;
                            /** @description without the question mark */
                            query: string;
                            headers: {
                                [key: string]: string | string[];
                            };
                            body: unknown;
                        };
                        /** @description input is an excerpt: it was too large to be kept whole */
                        input_truncated: boolean;
                        /** @description null where the event is to be ignored, or the run failed */
                        output: {
                            method: string;
                            /** @description what followed the source's URL */
                            path: string;
                            /** @description without the question mark */
                            query: string;
                            headers: {
                                [key: string]: string | string[];
                            };
                            body: unknown;
                        } | null;
                        /** @description output is an excerpt: it was too large to be kept whole */
                        output_truncated: boolean;
                        logs: {
                            level: string;
                            message: string;
                        }[];
                        logs_truncated: boolean;
                        error: {
                            name: string;
                            message: string;
                            stack: string;
                            /** @description in the code, from 1; null where no line is to blame */
                            line: number | null;
                        } | null;
                        duration_ms: number;
                    };
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getTransformations: {
        parameters: {
            query?: {
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
                ids?: string;
                name?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "trf_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-05T09:00:00.000Z",
                     *           "updated_at": "2026-01-05T09:00:00.000Z",
                     *           "name": "only-the-session",
                     *           "description": null,
                     *           "code": "addHandler(\"transform\", (request) => ({ ...request, body: request.body.data.object }))",
                     *           "env": {},
                     *           "version": 1
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["Transformation"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putTransformations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "only-the-session",
                 *       "code": "addHandler(\"transform\", (request) => ({ ...request, body: request.body.data.object }))"
                 *     }
                 */
                "application/json": {
                    name: string;
                    description?: string | null;
                    /** @description JavaScript (ES2023) that calls addHandler once */
                    code?: string;
                    /**
                     * @example {
                     *       "REGION": "eu",
                     *       "API_TOKEN": {
                     *         "value": "********",
                     *         "secret": true
                     *       }
                     *     }
                     */
                    env?: {
                        [key: string]: string | {
                            value: string;
                            /** @constant */
                            secret: true;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transformation"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transformation"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postTransformations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "only-the-session",
                 *       "code": "addHandler(\"transform\", (request) => ({ ...request, body: request.body.data.object }))"
                 *     }
                 */
                "application/json": {
                    name: string;
                    /** @default null */
                    description?: string | null;
                    /** @description JavaScript (ES2023) that calls addHandler once */
                    code: string;
                    /**
                     * @default {}
                     * @example {
                     *       "REGION": "eu",
                     *       "API_TOKEN": {
                     *         "value": "********",
                     *         "secret": true
                     *       }
                     *     }
                     */
                    env?: {
                        [key: string]: string | {
                            value: string;
                            /** @constant */
                            secret: true;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transformation"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getTransformationsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transformation"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    deleteTransformationsById: {
        parameters: {
            query?: {
                cascade?: "0" | "1" | "true" | "false";
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "trf_01k9zb3v2q8f6m4x7t5r1w0ncd"
                     *     }
                     */
                    "application/json": {
                        id: string;
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    patchTransformationsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "code": "addHandler(\"transform\", (request) => ({ ...request, body: request.body.data.object }))"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    description?: string | null;
                    /** @description JavaScript (ES2023) that calls addHandler once */
                    code?: string;
                    /**
                     * @example {
                     *       "REGION": "eu",
                     *       "API_TOKEN": {
                     *         "value": "********",
                     *         "secret": true
                     *       }
                     *     }
                     */
                    env?: {
                        [key: string]: string | {
                            value: string;
                            /** @constant */
                            secret: true;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transformation"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postTransformationsByIdTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "event_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd"
                 *     }
                 */
                "application/json": {
                    /**
                     * @example {
                     *       "REGION": "eu",
                     *       "API_TOKEN": {
                     *         "value": "********",
                     *         "secret": true
                     *       }
                     *     }
                     */
                    env?: {
                        [key: string]: string | {
                            value: string;
                            /** @constant */
                            secret: true;
                        };
                    };
                    request?: {
                        /**
                         * @default POST
                         * @enum {string}
                         */
                        method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";
                        /** @default  */
                        path?: string;
                        /**
                         * @description as in a URL, or as fields
                         * @default
                         */
                        query?: string | {
                            [key: string]: string | string[];
                        };
                        /** @default {} */
                        headers?: {
                            [key: string]: string | string[];
                        };
                        /** @default  */
                        body?: unknown;
                    };
                    /** @example req_01k9zb3v2q8f6m4x7t5r1w0ncd */
                    request_id?: string;
                    /** @example evt_01k9zb3v2q8f6m4x7t5r1w0ncd */
                    event_id?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "transformation_id": "trf_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *       "version": 1,
                     *       "event_id": null,
                     *       "connection_id": null,
                     *       "request_id": null,
                     *       "status": "ok",
                     *       "input": {
                     *         "method": "POST",
                     *         "path": "",
                     *         "query": "",
                     *         "headers": {
                     *           "content-type": "application/json",
                     *           "stripe-signature": "t=1767700800,v1=5257a869…"
                     *         },
                     *         "body": {
                     *           "id": "evt_1Qz",
                     *           "type": "checkout.session.completed",
                     *           "data": {
                     *             "object": {
                     *               "id": "cs_a1",
                     *               "amount_total": 4900
                     *             }
                     *           }
                     *         }
                     *       },
                     *       "input_truncated": false,
                     *       "output": {
                     *         "method": "POST",
                     *         "path": "",
                     *         "query": "",
                     *         "headers": {
                     *           "content-type": "application/json",
                     *           "stripe-signature": "t=1767700800,v1=5257a869…"
                     *         },
                     *         "body": {
                     *           "id": "cs_a1",
                     *           "amount_total": 4900
                     *         }
                     *       },
                     *       "output_truncated": false,
                     *       "logs": [
                     *         {
                     *           "level": "info",
                     *           "message": "one session"
                     *         }
                     *       ],
                     *       "logs_truncated": false,
                     *       "error": null,
                     *       "duration_ms": 1.4
                     *     }
                     */
                    "application/json": {
                        transformation_id: string | null;
                        version: number | null;
                        event_id: string | null;
                        connection_id: string | null;
                        request_id: string | null;
                        /** @enum {string} */
                        status: "ok" | "error" | "timeout" | "memory";
                        input: {
                            method: string;
                            /** @description what followed the source's URL */
                            path: string;
                            /** @description without the question mark */
                            query: string;
                            headers: {
                                [key: string]: string | string[];
                            };
                            body: unknown;
                        };
                        /** @description input is an excerpt: it was too large to be kept whole */
                        input_truncated: boolean;
                        /** @description null where the event is to be ignored, or the run failed */
                        output: {
                            method: string;
                            /** @description what followed the source's URL */
                            path: string;
                            /** @description without the question mark */
                            query: string;
                            headers: {
                                [key: string]: string | string[];
                            };
                            body: unknown;
                        } | null;
                        /** @description output is an excerpt: it was too large to be kept whole */
                        output_truncated: boolean;
                        logs: {
                            level: string;
                            message: string;
                        }[];
                        logs_truncated: boolean;
                        error: {
                            name: string;
                            message: string;
                            stack: string;
                            /** @description in the code, from 1; null where no line is to blame */
                            line: number | null;
                        } | null;
                        duration_ms: number;
                    };
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getTransformationsByIdVersions: {
        parameters: {
            query?: {
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "transformation_id": "trf_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "version": 1,
                     *           "code": "addHandler(\"transform\", (request) => ({ ...request, body: request.body.data.object }))",
                     *           "env": {},
                     *           "created_at": "2026-01-05T09:00:00.000Z"
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["TransformationVersion"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getTransformationsByIdExecutions: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                ids?: string;
                event_id?: string;
                connection_id?: string;
                status?: string;
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "exe_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-06T12:00:00.000Z",
                     *           "updated_at": "2026-01-06T12:00:01.250Z",
                     *           "transformation_id": "trf_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "version": 1,
                     *           "event_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "request_id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "status": "ok",
                     *           "input": {
                     *             "method": "POST",
                     *             "path": "",
                     *             "query": "",
                     *             "headers": {
                     *               "content-type": "application/json",
                     *               "stripe-signature": "t=1767700800,v1=5257a869…"
                     *             },
                     *             "body": {
                     *               "id": "evt_1Qz",
                     *               "type": "checkout.session.completed",
                     *               "data": {
                     *                 "object": {
                     *                   "id": "cs_a1",
                     *                   "amount_total": 4900
                     *                 }
                     *               }
                     *             }
                     *           },
                     *           "input_truncated": false,
                     *           "output": {
                     *             "method": "POST",
                     *             "path": "",
                     *             "query": "",
                     *             "headers": {
                     *               "content-type": "application/json",
                     *               "stripe-signature": "t=1767700800,v1=5257a869…"
                     *             },
                     *             "body": {
                     *               "id": "cs_a1",
                     *               "amount_total": 4900
                     *             }
                     *           },
                     *           "output_truncated": false,
                     *           "logs": [
                     *             {
                     *               "level": "info",
                     *               "message": "one session"
                     *             }
                     *           ],
                     *           "logs_truncated": false,
                     *           "error": null,
                     *           "duration_ms": 1.4
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["Execution"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getTransformationsByIdExecutionsByExeId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
                exe_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getEventsByIdExecutions: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                ids?: string;
                connection_id?: string;
                status?: string;
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "exe_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-06T12:00:00.000Z",
                     *           "updated_at": "2026-01-06T12:00:01.250Z",
                     *           "transformation_id": "trf_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "version": 1,
                     *           "event_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "request_id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "status": "ok",
                     *           "input": {
                     *             "method": "POST",
                     *             "path": "",
                     *             "query": "",
                     *             "headers": {
                     *               "content-type": "application/json",
                     *               "stripe-signature": "t=1767700800,v1=5257a869…"
                     *             },
                     *             "body": {
                     *               "id": "evt_1Qz",
                     *               "type": "checkout.session.completed",
                     *               "data": {
                     *                 "object": {
                     *                   "id": "cs_a1",
                     *                   "amount_total": 4900
                     *                 }
                     *               }
                     *             }
                     *           },
                     *           "input_truncated": false,
                     *           "output": {
                     *             "method": "POST",
                     *             "path": "",
                     *             "query": "",
                     *             "headers": {
                     *               "content-type": "application/json",
                     *               "stripe-signature": "t=1767700800,v1=5257a869…"
                     *             },
                     *             "body": {
                     *               "id": "cs_a1",
                     *               "amount_total": 4900
                     *             }
                     *           },
                     *           "output_truncated": false,
                     *           "logs": [
                     *             {
                     *               "level": "info",
                     *               "message": "one session"
                     *             }
                     *           ],
                     *           "logs_truncated": false,
                     *           "error": null,
                     *           "duration_ms": 1.4
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["Execution"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getEventsBulkOperations: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                status?: string;
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "bulk_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-06T12:00:00.000Z",
                     *           "updated_at": "2026-01-06T12:00:01.250Z",
                     *           "type": "events_retry",
                     *           "status": "running",
                     *           "cause": null,
                     *           "query": {
                     *             "status": [
                     *               "failed"
                     *             ],
                     *             "destination_id": [
                     *               "des_01k9zb3v2q8f6m4x7t5r1w0ncd"
                     *             ]
                     *           },
                     *           "total_count": 1200,
                     *           "queued_count": 350,
                     *           "in_flight_count": 12,
                     *           "done_count": 338,
                     *           "delivered_count": 336,
                     *           "failed_count": 2,
                     *           "skipped_count": 0,
                     *           "cancelled_count": 0,
                     *           "progress": 0.28,
                     *           "rate_per_second": 10,
                     *           "max_failures": 25,
                     *           "canary": 5,
                     *           "refresh": false,
                     *           "cancelable": true,
                     *           "workflow_id": "bulk_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "temporal_url": null,
                     *           "created_by": "key_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "started_at": "2026-01-06T12:00:00.000Z",
                     *           "completed_at": null
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["BulkOperation"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postEventsBulkOperations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "failed",
                 *       "destination_id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
                 *       "rate_per_second": 10,
                 *       "canary": 5
                 *     }
                 */
                "application/json": {
                    from?: string;
                    to?: string;
                    ids?: string | number | (string | number)[];
                    status?: string | number | (string | number)[];
                    cause?: string | number | (string | number)[];
                    source_id?: string | number | (string | number)[];
                    connection_id?: string | number | (string | number)[];
                    destination_id?: string | number | (string | number)[];
                    request_id?: string | number | (string | number)[];
                    /** @description operations of which any took it up, whether or not it was the latest */
                    bulk_operation_id?: string | number | (string | number)[];
                    response_status?: string | number | (string | number)[];
                    error_code?: string | number | (string | number)[];
                    attempts_min?: number | string;
                    attempts_max?: number | string;
                    /** @description a substring, in any case, of body, header values, query, path or ids; or the whole id of a connection, source or destination */
                    q?: string;
                    /**
                     * @description takes everything: an empty filter is refused without it
                     * @constant
                     */
                    all?: true;
                    /**
                     * @description counts and shows what would be taken, and changes nothing
                     * @default false
                     */
                    dry_run?: boolean;
                    /** @description how many are started in a second at most; null: no limit */
                    rate_per_second?: number;
                    /** @description more failures than these stop it; null: no limit */
                    max_failures?: number;
                    /** @description so many are sent first; it goes on only if the attempts that it ordered deliver all of them, without a retry */
                    canary?: number;
                    /**
                     * @default retry
                     * @enum {string}
                     */
                    action?: "retry" | "cancel";
                    /** @description transforms the original requests anew, by the present rules */
                    refresh?: boolean;
                };
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "bulk_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *       "team_id": "tm_acme",
                     *       "created_at": "2026-01-06T12:00:00.000Z",
                     *       "updated_at": "2026-01-06T12:00:01.250Z",
                     *       "type": "events_retry",
                     *       "status": "running",
                     *       "cause": null,
                     *       "query": {
                     *         "status": [
                     *           "failed"
                     *         ],
                     *         "destination_id": [
                     *           "des_01k9zb3v2q8f6m4x7t5r1w0ncd"
                     *         ]
                     *       },
                     *       "total_count": 1200,
                     *       "queued_count": 350,
                     *       "in_flight_count": 12,
                     *       "done_count": 338,
                     *       "delivered_count": 336,
                     *       "failed_count": 2,
                     *       "skipped_count": 0,
                     *       "cancelled_count": 0,
                     *       "progress": 0.28,
                     *       "rate_per_second": 10,
                     *       "max_failures": 25,
                     *       "canary": 5,
                     *       "refresh": false,
                     *       "cancelable": true,
                     *       "workflow_id": "bulk_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *       "temporal_url": null,
                     *       "created_by": "key_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *       "started_at": "2026-01-06T12:00:00.000Z",
                     *       "completed_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["BulkOperation"] | {
                        /** @constant */
                        dry_run: true;
                        /** @enum {string} */
                        type: "events_retry" | "events_cancel" | "requests_retry";
                        total_count: number;
                        by_status: {
                            [key: string]: number;
                        };
                        by_source_id: {
                            [key: string]: number;
                        };
                        /** @description of events only */
                        by_destination_id: {
                            [key: string]: number;
                        };
                        by_cause: {
                            [key: string]: number;
                        };
                        /** @description the first ones to be taken, 10 at most */
                        sample: components["schemas"]["Event"][];
                    };
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getEventsBulkOperationsByIdEvents: {
        parameters: {
            query?: {
                outcome?: "pending" | "in_flight" | "delivered" | "failed" | "skipped" | "cancelled";
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "outcome": "pending",
                     *           "reason": null,
                     *           "sent_at": null,
                     *           "done_at": null,
                     *           "event_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "attempt_id": null,
                     *           "event": null
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: {
                            /**
                             * @description what came of the attempt that the operation ordered; an automatic retry after it is not waited for
                             * @enum {string}
                             */
                            outcome: "pending" | "in_flight" | "delivered" | "failed" | "skipped" | "cancelled";
                            reason: ("EXPIRED" | "DATA_ERASED" | "BODY_NOT_KEPT" | "NOT_WAITING" | "NOTHING_TO_DELIVER" | "HELD" | "NOT_ROUTED" | "CANCELLED" | "FILTERED" | "DUPLICATE" | "CONNECTION_DISABLED" | "DESTINATION_DISABLED" | "TRANSFORMATION_FAILED") | null;
                            sent_at: string | null;
                            done_at: string | null;
                            /** @example evt_01k9zb3v2q8f6m4x7t5r1w0ncd */
                            event_id: string;
                            attempt_id: string | null;
                            event: components["schemas"]["Event"] | null;
                        }[];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getRequestsBulkOperations: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                status?: string;
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "bulk_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-06T12:00:00.000Z",
                     *           "updated_at": "2026-01-06T12:00:01.250Z",
                     *           "type": "events_retry",
                     *           "status": "running",
                     *           "cause": null,
                     *           "query": {
                     *             "status": [
                     *               "failed"
                     *             ],
                     *             "destination_id": [
                     *               "des_01k9zb3v2q8f6m4x7t5r1w0ncd"
                     *             ]
                     *           },
                     *           "total_count": 1200,
                     *           "queued_count": 350,
                     *           "in_flight_count": 12,
                     *           "done_count": 338,
                     *           "delivered_count": 336,
                     *           "failed_count": 2,
                     *           "skipped_count": 0,
                     *           "cancelled_count": 0,
                     *           "progress": 0.28,
                     *           "rate_per_second": 10,
                     *           "max_failures": 25,
                     *           "canary": 5,
                     *           "refresh": false,
                     *           "cancelable": true,
                     *           "workflow_id": "bulk_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "temporal_url": null,
                     *           "created_by": "key_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "started_at": "2026-01-06T12:00:00.000Z",
                     *           "completed_at": null
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["BulkOperation"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postRequestsBulkOperations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "rejected",
                 *       "from": "now-6h",
                 *       "dry_run": true
                 *     }
                 */
                "application/json": {
                    from?: string;
                    to?: string;
                    ids?: string | number | (string | number)[];
                    status?: string | number | (string | number)[];
                    cause?: string | number | (string | number)[];
                    source_id?: string | number | (string | number)[];
                    /** @description a connection that it was routed over */
                    connection_id?: string | number | (string | number)[];
                    /** @description a substring, in any case, of body, header values, query, path or ids; or the whole id of a connection, source or destination */
                    q?: string;
                    /**
                     * @description takes everything: an empty filter is refused without it
                     * @constant
                     */
                    all?: true;
                    /**
                     * @description counts and shows what would be taken, and changes nothing
                     * @default false
                     */
                    dry_run?: boolean;
                    /** @description how many are started in a second at most; null: no limit */
                    rate_per_second?: number;
                    /** @description more failures than these stop it; null: no limit */
                    max_failures?: number;
                    /** @description so many are sent first; it goes on only if the attempts that it ordered deliver all of them, without a retry */
                    canary?: number;
                    /**
                     * @default retry
                     * @constant
                     */
                    action?: "retry";
                };
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "bulk_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *       "team_id": "tm_acme",
                     *       "created_at": "2026-01-06T12:00:00.000Z",
                     *       "updated_at": "2026-01-06T12:00:01.250Z",
                     *       "type": "events_retry",
                     *       "status": "running",
                     *       "cause": null,
                     *       "query": {
                     *         "status": [
                     *           "failed"
                     *         ],
                     *         "destination_id": [
                     *           "des_01k9zb3v2q8f6m4x7t5r1w0ncd"
                     *         ]
                     *       },
                     *       "total_count": 1200,
                     *       "queued_count": 350,
                     *       "in_flight_count": 12,
                     *       "done_count": 338,
                     *       "delivered_count": 336,
                     *       "failed_count": 2,
                     *       "skipped_count": 0,
                     *       "cancelled_count": 0,
                     *       "progress": 0.28,
                     *       "rate_per_second": 10,
                     *       "max_failures": 25,
                     *       "canary": 5,
                     *       "refresh": false,
                     *       "cancelable": true,
                     *       "workflow_id": "bulk_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *       "temporal_url": null,
                     *       "created_by": "key_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *       "started_at": "2026-01-06T12:00:00.000Z",
                     *       "completed_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["BulkOperation"] | {
                        /** @constant */
                        dry_run: true;
                        /** @enum {string} */
                        type: "events_retry" | "events_cancel" | "requests_retry";
                        total_count: number;
                        by_status: {
                            [key: string]: number;
                        };
                        by_source_id: {
                            [key: string]: number;
                        };
                        /** @description of events only */
                        by_destination_id: {
                            [key: string]: number;
                        };
                        by_cause: {
                            [key: string]: number;
                        };
                        /** @description the first ones to be taken, 10 at most */
                        sample: components["schemas"]["Request"][];
                    };
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getRequestsBulkOperationsByIdRequests: {
        parameters: {
            query?: {
                outcome?: "pending" | "in_flight" | "delivered" | "failed" | "skipped" | "cancelled";
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "outcome": "pending",
                     *           "reason": null,
                     *           "sent_at": null,
                     *           "done_at": null,
                     *           "request_id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "event_ids": [
                     *             "evt_01k9zb3v2q8f6m4x7t5r1w0ncd"
                     *           ],
                     *           "request": null
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: {
                            /**
                             * @description what came of the attempt that the operation ordered; an automatic retry after it is not waited for
                             * @enum {string}
                             */
                            outcome: "pending" | "in_flight" | "delivered" | "failed" | "skipped" | "cancelled";
                            reason: ("EXPIRED" | "DATA_ERASED" | "BODY_NOT_KEPT" | "NOT_WAITING" | "NOTHING_TO_DELIVER" | "HELD" | "NOT_ROUTED" | "CANCELLED" | "FILTERED" | "DUPLICATE" | "CONNECTION_DISABLED" | "DESTINATION_DISABLED" | "TRANSFORMATION_FAILED") | null;
                            sent_at: string | null;
                            done_at: string | null;
                            /** @example req_01k9zb3v2q8f6m4x7t5r1w0ncd */
                            request_id: string;
                            event_ids: string[];
                            request: components["schemas"]["Request"] | null;
                        }[];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getEventsBulkOperationsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOperation"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    patchEventsBulkOperationsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rate_per_second": 50
                 *     }
                 */
                "application/json": {
                    rate_per_second?: number | null;
                    max_failures?: number | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOperation"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putEventsBulkOperationsByIdPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOperation"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putEventsBulkOperationsByIdResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOperation"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putEventsBulkOperationsByIdCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOperation"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getRequestsBulkOperationsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOperation"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    patchRequestsBulkOperationsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rate_per_second": 50
                 *     }
                 */
                "application/json": {
                    rate_per_second?: number | null;
                    max_failures?: number | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOperation"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putRequestsBulkOperationsByIdPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOperation"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putRequestsBulkOperationsByIdResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOperation"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putRequestsBulkOperationsByIdCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOperation"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getRequestsCount: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                ids?: string;
                status?: string;
                cause?: string;
                source_id?: string;
                /** @description a connection that it was routed over */
                connection_id?: string;
                /** @description a substring, in any case, of body, header values, query, path or ids; or the whole id of a connection, source or destination */
                q?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "total": 1234,
                     *       "count": 1234,
                     *       "total_exact": true,
                     *       "applied_range": {
                     *         "from": "2026-01-06T00:00:00.000Z",
                     *         "to": "2026-01-07T00:00:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        total: number;
                        /** @description what matched within the time budget */
                        count: number;
                        /** @description false only when the time budget ran out */
                        total_exact: boolean;
                        applied_range: {
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getEventsCount: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                ids?: string;
                status?: string;
                cause?: string;
                source_id?: string;
                connection_id?: string;
                destination_id?: string;
                request_id?: string;
                /** @description operations of which any took it up, whether or not it was the latest */
                bulk_operation_id?: string;
                response_status?: string;
                error_code?: string;
                attempts_min?: string;
                attempts_max?: string;
                /** @description a substring, in any case, of body, header values, query, path or ids; or the whole id of a connection, source or destination */
                q?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "total": 1234,
                     *       "count": 1234,
                     *       "total_exact": true,
                     *       "applied_range": {
                     *         "from": "2026-01-06T00:00:00.000Z",
                     *         "to": "2026-01-07T00:00:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        total: number;
                        /** @description what matched within the time budget */
                        count: number;
                        /** @description false only when the time budget ran out */
                        total_exact: boolean;
                        applied_range: {
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getMetricsRequests: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                granularity?: "1m" | "5m" | "1h" | "1d";
                group_by?: string;
                measures?: string;
                status?: string;
                cause?: string;
                source_id?: string;
                /** @description a connection that it was routed over */
                connection_id?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSeries"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getMetricsEvents: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                granularity?: "1m" | "5m" | "1h" | "1d";
                group_by?: string;
                measures?: string;
                status?: string;
                cause?: string;
                source_id?: string;
                connection_id?: string;
                destination_id?: string;
                /** @description operations of which any took it up, whether or not it was the latest */
                bulk_operation_id?: string;
                error_code?: string;
                response_status?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSeries"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getMetricsAttempts: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                granularity?: "1m" | "5m" | "1h" | "1d";
                group_by?: string;
                measures?: string;
                status?: string;
                destination_id?: string;
                bulk_operation_id?: string;
                error_code?: string;
                response_status?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSeries"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getMetricsQueue: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                granularity?: "1m" | "5m" | "1h" | "1d";
                group_by?: string;
                measures?: string;
                status?: string;
                source_id?: string;
                connection_id?: string;
                destination_id?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSeries"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getRequests: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                ids?: string;
                status?: string;
                cause?: string;
                source_id?: string;
                /** @description a connection that it was routed over */
                connection_id?: string;
                /** @description a substring, in any case, of body, header values, query, path or ids; or the whole id of a connection, source or destination */
                q?: string;
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-06T12:00:00.000Z",
                     *           "updated_at": "2026-01-06T12:00:01.250Z",
                     *           "source_id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "status": "accepted",
                     *           "rejection_cause": null,
                     *           "overruled_cause": null,
                     *           "method": "POST",
                     *           "path": "",
                     *           "query": "",
                     *           "headers": {
                     *             "content-type": "application/json",
                     *             "stripe-signature": "t=1767700800,v1=5257a869…"
                     *           },
                     *           "content_type": "application/json",
                     *           "body_size": 103,
                     *           "received_at": "2026-01-06T12:00:00.000Z",
                     *           "verified": true,
                     *           "client_ip": "198.51.100.4",
                     *           "events_count": 1,
                     *           "ignored_count": 0,
                     *           "routing": [
                     *             {
                     *               "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *               "event_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *               "outcome": "queued",
                     *               "cause": null,
                     *               "detail": null
                     *             }
                     *           ],
                     *           "replays_count": 0
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["Request"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getRequestsById: {
        parameters: {
            query?: {
                include?: "data";
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Request"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getRequestsByIdRawBody: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getRequestsByIdEvents: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                ids?: string;
                status?: string;
                cause?: string;
                source_id?: string;
                connection_id?: string;
                destination_id?: string;
                /** @description operations of which any took it up, whether or not it was the latest */
                bulk_operation_id?: string;
                response_status?: string;
                error_code?: string;
                attempts_min?: string;
                attempts_max?: string;
                /** @description a substring, in any case, of body, header values, query, path or ids; or the whole id of a connection, source or destination */
                q?: string;
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-06T12:00:00.000Z",
                     *           "updated_at": "2026-01-06T12:00:01.250Z",
                     *           "request_id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "source_id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "destination_id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "status": "processing",
                     *           "cause": null,
                     *           "cause_detail": null,
                     *           "attempts_count": 1,
                     *           "last_attempt_at": "2026-01-06T12:00:00.050Z",
                     *           "next_attempt_at": "2026-01-06T12:01:02.300Z",
                     *           "response_status": 500,
                     *           "error_code": "BAD_RESPONSE",
                     *           "retry_ended": null,
                     *           "delivered_at": null,
                     *           "replay_number": 0,
                     *           "retried_from": null,
                     *           "lane": "workflow",
                     *           "workflow_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "temporal_url": "https://temporal.example.com/namespaces/default/workflows/evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "bulk_operation_id": null,
                     *           "execution_ids": []
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["Event"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getEvents: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                ids?: string;
                status?: string;
                cause?: string;
                source_id?: string;
                connection_id?: string;
                destination_id?: string;
                request_id?: string;
                /** @description operations of which any took it up, whether or not it was the latest */
                bulk_operation_id?: string;
                response_status?: string;
                error_code?: string;
                attempts_min?: string;
                attempts_max?: string;
                /** @description a substring, in any case, of body, header values, query, path or ids; or the whole id of a connection, source or destination */
                q?: string;
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-06T12:00:00.000Z",
                     *           "updated_at": "2026-01-06T12:00:01.250Z",
                     *           "request_id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "source_id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "destination_id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "status": "processing",
                     *           "cause": null,
                     *           "cause_detail": null,
                     *           "attempts_count": 1,
                     *           "last_attempt_at": "2026-01-06T12:00:00.050Z",
                     *           "next_attempt_at": "2026-01-06T12:01:02.300Z",
                     *           "response_status": 500,
                     *           "error_code": "BAD_RESPONSE",
                     *           "retry_ended": null,
                     *           "delivered_at": null,
                     *           "replay_number": 0,
                     *           "retried_from": null,
                     *           "lane": "workflow",
                     *           "workflow_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "temporal_url": "https://temporal.example.com/namespaces/default/workflows/evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "bulk_operation_id": null,
                     *           "execution_ids": []
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["Event"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getEventsById: {
        parameters: {
            query?: {
                include?: "data";
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getEventsByIdRawBody: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getEventsByIdAttempts: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                ids?: string;
                destination_id?: string;
                status?: string;
                error_code?: string;
                response_status?: string;
                bulk_operation_id?: string;
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "att_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-06T12:00:00.000Z",
                     *           "updated_at": "2026-01-06T12:00:01.250Z",
                     *           "event_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "destination_id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "attempt_number": 1,
                     *           "trigger": "initial",
                     *           "actor": null,
                     *           "status": "failed",
                     *           "requested_at": "2026-01-06T12:00:00.050Z",
                     *           "method": "POST",
                     *           "url": "https://billing.example.com/stripe",
                     *           "request_headers": {
                     *             "content-type": "application/json",
                     *             "stripe-signature": "t=1767700800,v1=5257a869…",
                     *             "authorization": "********",
                     *             "webhook-id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *             "webhook-timestamp": "1767700800"
                     *           },
                     *           "response_status": 500,
                     *           "response_headers": {
                     *             "content-type": "text/plain"
                     *           },
                     *           "response_body": "no database",
                     *           "response_body_truncated": false,
                     *           "error_code": "BAD_RESPONSE",
                     *           "error_message": "The destination answered 500",
                     *           "remote_address": "203.0.113.7",
                     *           "latency_ms": 42,
                     *           "bulk_operation_id": null
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["Attempt"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getAttempts: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                ids?: string;
                event_id?: string;
                destination_id?: string;
                status?: string;
                error_code?: string;
                response_status?: string;
                bulk_operation_id?: string;
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "att_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-06T12:00:00.000Z",
                     *           "updated_at": "2026-01-06T12:00:01.250Z",
                     *           "event_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "destination_id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "attempt_number": 1,
                     *           "trigger": "initial",
                     *           "actor": null,
                     *           "status": "failed",
                     *           "requested_at": "2026-01-06T12:00:00.050Z",
                     *           "method": "POST",
                     *           "url": "https://billing.example.com/stripe",
                     *           "request_headers": {
                     *             "content-type": "application/json",
                     *             "stripe-signature": "t=1767700800,v1=5257a869…",
                     *             "authorization": "********",
                     *             "webhook-id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *             "webhook-timestamp": "1767700800"
                     *           },
                     *           "response_status": 500,
                     *           "response_headers": {
                     *             "content-type": "text/plain"
                     *           },
                     *           "response_body": "no database",
                     *           "response_body_truncated": false,
                     *           "error_code": "BAD_RESPONSE",
                     *           "error_message": "The destination answered 500",
                     *           "remote_address": "203.0.113.7",
                     *           "latency_ms": 42,
                     *           "bulk_operation_id": null
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["Attempt"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getAttemptsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attempt"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postEventsByIdRetry: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "refresh": true
                 *     }
                 */
                "application/json": {
                    /**
                     * @description makes the payload anew from the request, by the connection's present rules
                     * @default false
                     */
                    refresh?: boolean;
                };
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    putEventsByIdCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postRequestsByIdRetry: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "connection_ids": [
                 *         "con_01k9zb3v2q8f6m4x7t5r1w0ncd"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description the connections to route over; left out: all of the source */
                    connection_ids?: string[];
                };
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "request": {
                     *         "id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *         "team_id": "tm_acme",
                     *         "created_at": "2026-01-06T12:00:00.000Z",
                     *         "updated_at": "2026-01-06T12:00:01.250Z",
                     *         "source_id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *         "status": "accepted",
                     *         "rejection_cause": null,
                     *         "overruled_cause": null,
                     *         "method": "POST",
                     *         "path": "",
                     *         "query": "",
                     *         "headers": {
                     *           "content-type": "application/json",
                     *           "stripe-signature": "t=1767700800,v1=5257a869…"
                     *         },
                     *         "content_type": "application/json",
                     *         "body_size": 103,
                     *         "received_at": "2026-01-06T12:00:00.000Z",
                     *         "verified": true,
                     *         "client_ip": "198.51.100.4",
                     *         "events_count": 1,
                     *         "ignored_count": 0,
                     *         "routing": [
                     *           {
                     *             "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *             "event_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *             "outcome": "queued",
                     *             "cause": null,
                     *             "detail": null
                     *           }
                     *         ],
                     *         "replays_count": 0
                     *       },
                     *       "events": [
                     *         {
                     *           "id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-06T12:00:00.000Z",
                     *           "updated_at": "2026-01-06T12:00:01.250Z",
                     *           "request_id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "source_id": "src_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "connection_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "destination_id": "des_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "status": "processing",
                     *           "cause": null,
                     *           "cause_detail": null,
                     *           "attempts_count": 1,
                     *           "last_attempt_at": "2026-01-06T12:00:00.050Z",
                     *           "next_attempt_at": "2026-01-06T12:01:02.300Z",
                     *           "response_status": 500,
                     *           "error_code": "BAD_RESPONSE",
                     *           "retry_ended": null,
                     *           "delivered_at": null,
                     *           "replay_number": 0,
                     *           "retried_from": null,
                     *           "lane": "workflow",
                     *           "workflow_id": "evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "temporal_url": "https://temporal.example.com/namespaces/default/workflows/evt_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "bulk_operation_id": null,
                     *           "execution_ids": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        request: components["schemas"]["Request"];
                        events: components["schemas"]["Event"][];
                    };
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    deleteRequestsByIdData: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Request"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getApiKeys: {
        parameters: {
            query?: {
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "key_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-05T09:00:00.000Z",
                     *           "updated_at": "2026-01-05T09:00:00.000Z",
                     *           "name": "deploy",
                     *           "scopes": [
                     *             "write"
                     *           ],
                     *           "expires_at": null,
                     *           "last_used_at": null
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["ApiKey"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    postApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
                /** @description The same key gives the first answer again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "deploy",
                 *       "scopes": [
                 *         "write"
                 *       ],
                 *       "expires_at": "2027-01-01T00:00:00.000Z"
                 *     }
                 */
                "application/json": {
                    name: string;
                    scopes: ("read" | "write" | "admin")[];
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "key_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *       "team_id": "tm_acme",
                     *       "created_at": "2026-01-05T09:00:00.000Z",
                     *       "updated_at": "2026-01-05T09:00:00.000Z",
                     *       "name": "deploy",
                     *       "scopes": [
                     *         "write"
                     *       ],
                     *       "expires_at": null,
                     *       "last_used_at": null,
                     *       "key": "fh_4jc7yxn2vqm9rk5tw8zb3hp6gs1df0ga"
                     *     }
                     */
                    "application/json": {
                        /** @example key_01k9zb3v2q8f6m4x7t5r1w0ncd */
                        id: string;
                        /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
                        team_id: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        name: string;
                        /** @description write includes read, admin both */
                        scopes: ("read" | "write" | "admin")[];
                        expires_at: string | null;
                        /** @description to the minute */
                        last_used_at: string | null;
                        /** @description shown now and never again */
                        key: string;
                    };
                };
            };
            400: components["responses"]["MALFORMED_JSON"];
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getApiKeysById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    deleteApiKeysById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "key_01k9zb3v2q8f6m4x7t5r1w0ncd"
                     *     }
                     */
                    "application/json": {
                        id: string;
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getAuditLog: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                /** @description such as connection.pause; several, separated by commas */
                action?: string;
                resource_type?: string;
                resource_id?: string;
                /** @description ids of keys */
                actor?: string;
                limit?: string;
                order_by?: "created_at";
                dir?: "asc" | "desc";
                next?: string;
                prev?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "models": [
                     *         {
                     *           "id": "aud_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "team_id": "tm_acme",
                     *           "created_at": "2026-01-06T12:00:00.000Z",
                     *           "actor": {
                     *             "key_id": "key_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *             "name": "deploy"
                     *           },
                     *           "action": "connection.pause",
                     *           "resource_type": "connection",
                     *           "resource_id": "con_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "before": {
                     *             "paused_at": null
                     *           },
                     *           "after": {
                     *             "paused_at": "2026-01-06T12:00:00.000Z"
                     *           },
                     *           "input": null,
                     *           "request_id": "req_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *           "completed_at": "2026-01-06T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "pagination": {
                     *         "order_by": "created_at",
                     *         "dir": "desc",
                     *         "limit": 100,
                     *         "next": null,
                     *         "prev": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        models: components["schemas"]["AuditEntry"][];
                        /** @description of the models in this page */
                        count: number;
                        pagination: {
                            order_by: string;
                            /** @enum {string} */
                            dir: "asc" | "desc";
                            limit: number;
                            next: string | null;
                            prev: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getTeam: {
        parameters: {
            query?: never;
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "tm_acme",
                     *       "name": "Acme",
                     *       "created_at": "2026-01-05T09:00:00.000Z",
                     *       "api_key": {
                     *         "id": "key_01k9zb3v2q8f6m4x7t5r1w0ncd",
                     *         "name": "dashboard",
                     *         "scopes": [
                     *           "admin"
                     *         ],
                     *         "expires_at": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @example tm_01k9zb3v2q8f6m4x7t5r1w0ncd */
                        id: string;
                        name: string;
                        /** Format: date-time */
                        created_at: string;
                        /** @description the key that asks */
                        api_key: {
                            /** @example key_01k9zb3v2q8f6m4x7t5r1w0ncd */
                            id: string;
                            name: string;
                            /** @description write includes read, admin both */
                            scopes: ("read" | "write" | "admin")[];
                            expires_at: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            500: components["responses"]["INTERNAL"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getRequestsStream: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                ids?: string;
                status?: string;
                cause?: string;
                source_id?: string;
                /** @description a connection that it was routed over */
                connection_id?: string;
                /** @description a substring, in any case, of body, header values, query, path or ids; or the whole id of a connection, source or destination */
                q?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example retry: 2000
                     *
                     *     event: missed
                     *     data: {}
                     *
                     *     event: changes
                     *     data: {"models":[{"id":"req_01k9zb3v2q8f6m4x7t5r1w0ncd","team_id":"tm_acme","created_at":"2026-01-06T12:00:00.000Z","updated_at":"2026-01-06T12:00:01.250Z","source_id":"src_01k9zb3v2q8f6m4x7t5r1w0ncd","status":"accepted","rejection_cause":null,"overruled_cause":null,"method":"POST","path":"","query":"","headers":{"content-type":"application/json","stripe-signature":"t=1767700800,v1=5257a869…"},"content_type":"application/json","body_size":103,"received_at":"2026-01-06T12:00:00.000Z","verified":true,"client_ip":"198.51.100.4","events_count":1,"ignored_count":0,"routing":[{"connection_id":"con_01k9zb3v2q8f6m4x7t5r1w0ncd","event_id":"evt_01k9zb3v2q8f6m4x7t5r1w0ncd","outcome":"queued","cause":null,"detail":null}],"replays_count":0}],"gone":[]}
                     */
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    getEventsStream: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                ids?: string;
                status?: string;
                cause?: string;
                source_id?: string;
                connection_id?: string;
                destination_id?: string;
                request_id?: string;
                /** @description operations of which any took it up, whether or not it was the latest */
                bulk_operation_id?: string;
                response_status?: string;
                error_code?: string;
                attempts_min?: string;
                attempts_max?: string;
                /** @description a substring, in any case, of body, header values, query, path or ids; or the whole id of a connection, source or destination */
                q?: string;
            };
            header?: {
                /** @description The team that is meant; left out, it is the key's own. */
                "x-team-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example retry: 2000
                     *
                     *     event: missed
                     *     data: {}
                     *
                     *     event: changes
                     *     data: {"models":[{"id":"evt_01k9zb3v2q8f6m4x7t5r1w0ncd","team_id":"tm_acme","created_at":"2026-01-06T12:00:00.000Z","updated_at":"2026-01-06T12:00:01.250Z","request_id":"req_01k9zb3v2q8f6m4x7t5r1w0ncd","source_id":"src_01k9zb3v2q8f6m4x7t5r1w0ncd","connection_id":"con_01k9zb3v2q8f6m4x7t5r1w0ncd","destination_id":"des_01k9zb3v2q8f6m4x7t5r1w0ncd","status":"processing","cause":null,"cause_detail":null,"attempts_count":1,"last_attempt_at":"2026-01-06T12:00:00.050Z","next_attempt_at":"2026-01-06T12:01:02.300Z","response_status":500,"error_code":"BAD_RESPONSE","retry_ended":null,"delivered_at":null,"replay_number":0,"retried_from":null,"lane":"workflow","workflow_id":"evt_01k9zb3v2q8f6m4x7t5r1w0ncd","temporal_url":"https://temporal.example.com/namespaces/default/workflows/evt_01k9zb3v2q8f6m4x7t5r1w0ncd","bulk_operation_id":null,"execution_ids":[]}],"gone":[]}
                     */
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["UNAUTHORIZED"];
            403: components["responses"]["FORBIDDEN"];
            422: components["responses"]["VALIDATION_FAILED"];
            503: components["responses"]["UNAVAILABLE"];
        };
    };
    delivery: {
        parameters: {
            query?: never;
            header: {
                /** @description The event: stable over its retries. */
                "webhook-id": string;
                /** @description Seconds since 1970 at which this attempt was signed. */
                "webhook-timestamp": string;
                /** @description Of id, timestamp and body, as standardwebhooks.com specifies: one or several, separated by spaces. */
                "webhook-signature": string;
                /** @description The event again, under the name that many receivers know. */
                "idempotency-key": string;
                /** @description The event. */
                "x-fasthook-event-id": string;
                /** @description The request that it was made from. */
                "x-fasthook-request-id": string;
                /** @description The source's name. */
                "x-fasthook-source": string;
                /** @description The number of this attempt, from 1. */
                "x-fasthook-attempt": string;
                /** @description Why it is made. */
                "x-fasthook-trigger": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_1Qz",
                 *       "type": "checkout.session.completed",
                 *       "data": {
                 *         "object": {
                 *           "id": "cs_a1",
                 *           "amount_total": 4900
                 *         }
                 *       }
                 *     }
                 */
                "*/*": unknown;
            };
        };
        responses: {
            /** @description Failed: nothing more is sent of this event */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Failed, to be tried again, not before `Retry-After` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Delivered */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Failed, to be tried again as the connection's rule says */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
