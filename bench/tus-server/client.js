/*
 * A client of tus that costs little: client.js URL FILE CHUNK-BYTES.  What
 * else stands in the environment as TUS_TOKEN is shown to the server.  Says
 * where the upload lies.
 */
import { createReadStream, statSync } from "node:fs";
import { Agent, request } from "node:http";
import { pipeline } from "node:stream/promises";

const [url, file, chunkBytes] = process.argv.slice(2);
const size = statSync(file).size;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const always = { "Tus-Resumable": "1.0.0" };
if (process.env.TUS_TOKEN)
	always.Authorization = `Bearer ${process.env.TUS_TOKEN}`;

/* The answer's headers; anything but `status` ends it all. */
async function ask(method, place, headers, status, body) {
	const asked = request(place, { method, agent,
		headers: { ...always, ...headers } });
	const answer = new Promise((resolve, reject) => {
		asked.on("response", resolve);
		asked.on("error", reject);
	});
	if (body)
		await pipeline(body, asked);
	else
		asked.end();
	const got = await answer;
	got.resume();
	await new Promise((resolve) => got.on("end", resolve));
	if (got.statusCode !== status)
		throw new Error(`${method} ${place}: ${got.statusCode}`);
	return got.headers;
}

const name = Buffer.from("film.mkv").toString("base64");
const { location } = await ask("POST", url, { "Upload-Length": size,
	"Upload-Metadata": `filename ${name}`, "Content-Length": 0 }, 201);
const place = new URL(location, url);
for (let at = 0; at < size;) {
	const end = Math.min(size, at + Number(chunkBytes));
	const headers = await ask("PATCH", place, { "Upload-Offset": at,
		"Content-Length": end - at,
		"Content-Type": "application/offset+octet-stream" }, 204,
	createReadStream(file, { start: at, end: end - 1, highWaterMark: 1 << 18 }));
	at = Number(headers["upload-offset"]);
}
console.log(place.pathname);
agent.destroy();
