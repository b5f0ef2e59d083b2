/*
 * tus-js-client against the house, through a proxy that cuts connections at
 * random: the film arrives all the same.
 *
 * TUS_URL is where uploads are made, TUS_TOKEN who makes them, TUS_FILE the
 * film, TUS_SEED what the proxy's dice begin with.  Says `# id <media file>`
 * of each film that has arrived, for the script to compare.
 */
import assert from "node:assert/strict";
import { createReadStream, statSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { Readable } from "node:stream";
import { test } from "node:test";
import * as tus from "tus-js-client";

const CHUNK = 512 * 1024;
const size = statSync(process.env.TUS_FILE).size;
const target = new URL(process.env.TUS_URL);

/* mulberry32: the same dice for the same seed. */
function dice(seed) {
	let state = Number(seed) >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/* Each connection lives for so many bytes, in either direction. */
function proxy(roll, most) {
	const made = { cuts: 0 };
	made.server = createServer((client) => {
		const house = createConnection(
			{ host: target.hostname, port: Number(target.port) });
		let left = 2000 + Math.floor(roll() * most);
		const cut = () => {
			made.cuts++;
			client.destroy();
			house.destroy();
		};
		const pass = (from, to) => {
			from.on("data", (bytes) => {
				left -= bytes.length;
				if (left < 0)
					cut();
				else
					to.write(bytes);
			});
			from.on("end", () => to.end());
			from.on("error", () => to.destroy());
		};
		pass(client, house);
		pass(house, client);
	});
	return made;
}

/* What a cut connection leaves behind goes by; a refusal does not, and is told
   at once. */
function goesBy(error) {
	const status = error.originalResponse?.getStatus() ?? 0;
	return status === 0 || status === 409 || status === 423 || status >= 500;
}

function upload(endpoint, options, source = createReadStream(process.env.TUS_FILE)) {
	return new Promise((resolve, reject) => {
		let place, mediaFile;
		const job = new tus.Upload(source, {
			endpoint,
			headers: { Authorization: `Bearer ${process.env.TUS_TOKEN}` },
			chunkSize: CHUNK,
			retryDelays: Array(400).fill(20),
			metadata: { filename: "Cut.mp4", filetype: "video/mp4" },
			onShouldRetry: goesBy,
			onAfterResponse: (request, response) => {
				mediaFile = response.getHeader("Movie-House-Media-File")
					?? mediaFile;
			},
			onUploadUrlAvailable: () => { place = job.url; },
			onError: reject,
			onSuccess: () => resolve({ place, mediaFile }),
			...options,
		});
		job.start();
	});
}

async function throughProxy(seed, most, options, source) {
	const made = proxy(dice(seed), most);
	await new Promise((resolve) => made.server.listen(0, "127.0.0.1", resolve));
	const endpoint = `http://127.0.0.1:${made.server.address().port}`
		+ target.pathname;
	try {
		return { ...await upload(endpoint, options, source), cuts: made.cuts };
	} finally {
		made.server.close();
	}
}

/*
 * The film as something of which nobody knows the end.  tus-js-client 4.3.1
 * takes a stream of fs for a file, and where the length comes later it then
 * promises a whole chunk for the last piece and waits for ever; so this is no
 * stream of fs.  It waits, too, where the last chunk is exactly full.
 */
function endless() {
	return Readable.from(createReadStream(process.env.TUS_FILE),
		{ objectMode: false });
}

test("a film arrives in chunks over a good connection", async () => {
	const { place, mediaFile } = await upload(process.env.TUS_URL, {});
	assert.ok(place.endsWith(mediaFile));
	console.log(`# id ${mediaFile}`);
});

test("a film arrives with its first chunk in the creation", async () => {
	const { mediaFile } = await upload(process.env.TUS_URL,
		{ uploadDataDuringCreation: true });
	console.log(`# id ${mediaFile}`);
});

test("a film arrives over connections that are cut", async () => {
	const seed = process.env.TUS_SEED;
	const { mediaFile, cuts } = await throughProxy(seed, 3 * CHUNK, {});
	assert.ok(cuts >= 3, `seed ${seed}: only ${cuts} cuts`);
	console.log(`# id ${mediaFile}`);
});

test("and by POST alone", async () => {
	const seed = Number(process.env.TUS_SEED) + 1;
	const { mediaFile, cuts } = await throughProxy(seed, 3 * CHUNK,
		{ overridePatchMethod: true });
	assert.ok(cuts >= 3, `seed ${seed}: only ${cuts} cuts`);
	console.log(`# id ${mediaFile}`);
});

test("a film arrives whose length comes last", async () => {
	const { mediaFile } = await upload(process.env.TUS_URL,
		{ uploadLengthDeferred: true }, endless());
	console.log(`# id ${mediaFile}`);
});

test("also over connections that are cut", async () => {
	const seed = Number(process.env.TUS_SEED) + 2;
	const { mediaFile, cuts } = await throughProxy(seed, 3 * CHUNK,
		{ uploadLengthDeferred: true }, endless());
	assert.ok(cuts >= 3, `seed ${seed}: only ${cuts} cuts`);
	console.log(`# id ${mediaFile}`);
});
