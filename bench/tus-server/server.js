/*
 * The other side of bench/tus: the tus server of the people who wrote tus,
 * as its manual shows it.  Files go to the folder of the first argument; says
 * the port it has been given.
 */
import { createServer } from "node:http";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

const tus = new Server({
	path: "/files",
	datastore: new FileStore({ directory: process.argv[2] }),
});
const server = createServer((request, response) => tus.handle(request, response));
server.requestTimeout = 0;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
