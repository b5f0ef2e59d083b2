// Somebody who is sent events, for webhooks.t: node receiver.mjs FOLDER, or
// FOLDER CERTIFICATE KEY for TLS.  Each name NAME in http://HOST/NAME does
// what FOLDER/NAME.mode says: a status, "302 URL", hang, drip, flood or
// hangup; 200 when it says nothing.  What came is a line of JSON in
// FOLDER/NAME.log, each connection a line in FOLDER/connections; the
// signature is checked by FOLDER/NAME.secret.
import { createHmac, timingSafeEqual } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, renameSync,
	writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";

const [folder, certificate, key] = process.argv.slice(2);

function read(name) {
	const path = `${folder}/${name}`;
	return existsSync(path) ? readFileSync(path, "utf8").trim() : "";
}

function isSigned(name, header, body) {
	const parts = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header ?? "");
	if (!parts || Math.abs(Date.now() / 1000 - Number(parts[1])) > 60)
		return false;
	const mac = createHmac("sha256", read(`${name}.secret`));
	mac.update(`${parts[1]}.`).update(body);
	return timingSafeEqual(mac.digest(), Buffer.from(parts[2], "hex"));
}

function note(name, request, body) {
	const headers = request.headers;
	appendFileSync(`${folder}/${name}.log`, JSON.stringify({
		method: request.method,
		type: headers["content-type"],
		event: headers["movie-house-event"],
		delivery: headers["movie-house-delivery"],
		cookie: headers.cookie ?? headers.authorization ?? null,
		signed: isSigned(name, headers["movie-house-signature"], body),
		body: JSON.parse(body),
	}) + "\n");
}

const ways = {
	hang() {},
	hangup(response) { response.destroy(); },
	drip(response) {
		response.writeHead(200);
		setInterval(() => response.write("."), 200).unref();
	},
	flood(response) {
		const piece = Buffer.alloc(65536, "x");
		const pour = () => { while (response.write(piece)); };
		response.writeHead(200).on("drain", pour);
		response.on("error", () => {});
		pour();
	},
};

function answer(name, response) {
	const [mode, location] = (read(`${name}.mode`) || "200").split(" ");
	if (ways[mode])
		return ways[mode](response);
	response.writeHead(Number(mode), location ? { location } : {});
	response.end("thank you");
}

function serve(request, response) {
	const name = request.url.slice(1).replace(/[^a-z0-9]/g, "");
	const pieces = [];
	request.on("data", (piece) => pieces.push(piece));
	request.on("end", () => {
		note(name, request, Buffer.concat(pieces));
		answer(name, response);
	});
}

const server = certificate
	? https.createServer({ cert: readFileSync(certificate),
		key: readFileSync(key) }, serve)
	: http.createServer(serve);
server.on("connection", () => appendFileSync(`${folder}/connections`, "one\n"));
process.on("SIGTERM", () => process.exit(0));
server.listen(0, "127.0.0.1", () => {
	writeFileSync(`${folder}/port.new`, String(server.address().port));
	renameSync(`${folder}/port.new`, `${folder}/port`);
});
