/**
 * The server's one runtime handle. Next's route handlers and the server entry have separate module graphs, so what
 * holds resources (database, sandboxes, terminals) is made by `server.ts` and found on `globalThis`.
 */
