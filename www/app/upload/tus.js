/* A small client of tus 1.0.0 (https://tus.io/protocols/resumable-upload):
 * creation, HEAD for where to go on, PATCH in chunks, DELETE. */
import { OWN_HEADERS, pathOf, Problem, problemOf } from "../core/api.js";

/* As the house advises: the web server collects a chunk before it passes it
 * on, and takes no body over 20 MiB. */
const CHUNK = 8 * 1024 * 1024;

const VERSION = { "Tus-Resumable": "1.0.0" };

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

export const metadataOf = ({ name, type }) => [
	`filename ${base64(name)}`,
	...(type.startsWith("video/") ? [`filetype ${base64(type)}`] : []),
].join(",");

/* fetch() cannot tell of bytes sent. signal ends it with an AbortError. */
function send(method, url, { headers, body, onSent, signal }) {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		const stop = () => request.abort();
		request.open(method, url);
		for (const [name, value] of Object.entries(
			{ ...VERSION, ...OWN_HEADERS, ...headers }))
			request.setRequestHeader(name, value);
		request.upload.onprogress = (event) => onSent?.(event.loaded);
		request.onabort = () => reject(new DOMException("stopped", "AbortError"));
		request.onerror = () => reject(new Problem(0));
		request.onload = () => request.status < 300
			? resolve(request)
			: reject(problemOf(request.status, request.responseText));
		request.onloadend = () => signal?.removeEventListener("abort", stop);
		signal?.addEventListener("abort", stop);
		request.send(body ?? null);
		if (signal?.aborted)
			request.abort();
	});
}

const offsetOf = (request) => Number(request.getResponseHeader("Upload-Offset"));

const mediaOf = (request) => request.getResponseHeader("Movie-House-Media-File");

/* The path of a new upload. */
export async function create(file, signal) {
	const request = await send("POST", pathOf("/uploads/tus"), { signal,
		headers: { "Upload-Length": file.size, "Upload-Metadata": metadataOf(file) } });
	const place = request.getResponseHeader("Location");
	return new URL(place, location.href).pathname;
}

/* How many bytes the house has. */
export const askOffset = async (path, signal) =>
	offsetOf(await send("HEAD", path, { signal }));

/* Sends what is missing from offset on; onSent(bytes) tells of all there is
 * of the file by then. Resolves to the media file's id. */
export async function sendRest(path, file, offset, onSent, signal) {
	let mediaId = null;
	let at = offset;
	while (at < file.size) {
		const from = at;
		const request = await send("PATCH", path, {
			signal,
			headers: { "Upload-Offset": from,
				"Content-Type": "application/offset+octet-stream" },
			body: file.slice(from, from + CHUNK),
			onSent: (sent) => onSent(from + sent),
		});
		at = offsetOf(request);
		mediaId = mediaOf(request) ?? mediaId;
		onSent(at);
	}
	return mediaId ?? path.split("/").at(-1);
}

export const remove = (path) => send("DELETE", path, {});
