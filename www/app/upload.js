/* Uploads: the raw bytes of one file after the other, with their progress. */
import { OWN_HEADERS, pathOf, Problem, problemOf } from "./api.js";
import { copyOf, find, setProgress, setText } from "./dom.js";
import { needAccount } from "./sign-in.js";
import { joined, percent, size, timeLeft } from "./words.js";

/* What an upload may call itself; anything else goes as plain bytes. */
const typeOf = (file) => file.type.startsWith("video/")
	? file.type : "application/octet-stream";

function sentWords(sent, total, startedAt) {
	const passed = performance.now() - startedAt;
	const left = sent > 0 ? (passed * (total - sent)) / sent : null;
	if (sent >= total)
		return "All there. Putting it on the shelf …";
	return joined(percent((1000 * sent) / total), `${size(sent)} of ${size(total)}`,
		passed > 3000 && left !== null && timeLeft(left));
}

/* The file's name in a header (RFC 6266, RFC 8187), not in the address: web
 * servers refuse addresses with the control characters that a name may have. */
export const dispositionOf = (name) => "attachment; filename*=UTF-8''"
	+ encodeURIComponent(name).replace(/['()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/* Sends one file; rejects with a Problem, or with null when the reader
 * cancelled. fetch() cannot tell of bytes sent. */
function send(file, request, onProgress) {
	return new Promise((resolve, reject) => {
		request.open("POST", pathOf("/uploads"));
		request.setRequestHeader("Content-Type", typeOf(file));
		request.setRequestHeader("Content-Disposition", dispositionOf(file.name));
		for (const [header, value] of Object.entries(OWN_HEADERS))
			request.setRequestHeader(header, value);
		request.upload.onprogress = (event) => onProgress(event.loaded);
		request.onabort = () => reject(null);
		request.onerror = () => reject(new Problem(0, {
			detail: "The connection broke before the film was there." }));
		request.onload = () => request.status === 201
			? resolve()
			: reject(problemOf(request.status, request.responseText));
		request.send(file);
	});
}

function newRow(file) {
	const root = copyOf("upload-template");
	const row = {
		root,
		bar: find("progress", root),
		state: find(".state", root),
		button: find("button", root),
	};
	setText(find(".name", root), file.name);
	setText(row.state, "Waiting for its turn");
	row.bar.setAttribute("aria-label", `Upload of ${file.name}`);
	return row;
}

/* section holds the rows; signIn asks for an account where one is needed;
 * onDone() follows each finished upload.
 * The answer's add(files) puts files in line; isBusy() is true meanwhile. */
export function createUploads(section, signIn, onDone) {
	const rows = find("ul", section);
	let line = Promise.resolve();
	let waiting = 0;

	function remove(row) {
		row.root.remove();
		section.hidden = rows.children.length === 0;
	}

	function fail(row, problem) {
		row.root.dataset.status = "ERROR";
		setProgress(row.bar, null);
		setText(row.state, problem.message);
		setText(row.button, "Close");
		row.button.onclick = () => remove(row);
	}

	async function run(row, file, request) {
		let startedAt = 0;
		const onProgress = (sent) => {
			setProgress(row.bar, Math.round((1000 * sent) / (file.size || 1)));
			setText(row.state, sentWords(sent, file.size, startedAt));
		};
		if (!row.root.isConnected)
			return;
		try {
			await signIn.during(async () => {
				await needAccount();
				startedAt = performance.now();
				if (row.root.isConnected)
					await send(file, request, onProgress);
			});
			remove(row);
			onDone();
		} catch (problem) {
			if (problem)
				fail(row, problem);
		}
	}

	function addOne(file) {
		const row = newRow(file);
		const request = new XMLHttpRequest();
		row.button.onclick = () => {
			request.abort();
			remove(row);
		};
		rows.append(row.root);
		section.hidden = false;
		waiting++;
		line = line.then(() => run(row, file, request)).finally(() => waiting--);
	}

	return {
		add: (files) => [...files].forEach(addOne),
		isBusy: () => waiting > 0,
	};
}
