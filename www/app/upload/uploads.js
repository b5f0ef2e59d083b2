/* The uploads of this tab: they go on whichever room one is in.
 *
 * An upload is { file, state, sent, speed, problem, mediaId }; states are
 * WAITING, SENDING, OFFLINE (tries again by itself), PAUSED, FAILED, SENT. */
import { Problem } from "../core/api.js";
import { during } from "../core/session.js";
import { memory } from "./memory.js";
import { askOffset, create, remove, sendRest } from "./tus.js";

const AT_ONCE = 2;
const SPEED_OVER_MS = 8000;

/* Waits between tries; the last one for ever. */
const WAITS_MS = [1000, 2000, 4000, 8000, 15000];

/* What passes by itself: no network, another connection still holds the
 * upload, the house is busy. */
const PASSING = new Set([0, 409, 423, 429, 500, 502, 503, 504]);

const list = [];
const listeners = new Set();

const tell = () => listeners.forEach((listener) => listener());

/* Bytes a second over the last seconds. */
function measure(upload) {
	const now = performance.now();
	const marks = upload.marks.filter(({ at }) => now - at < SPEED_OVER_MS);
	marks.push({ at: now, sent: upload.sent });
	upload.marks = marks;
	const [first] = marks;
	upload.speed = now - first.at > 500
		? Math.max(0, (1000 * (upload.sent - first.sent)) / (now - first.at)) : 0;
}

/* Where the file goes on: at what the house has, or anew. */
async function findPlace(upload, signal) {
	const path = memory.find(upload.file);
	if (path) {
		try {
			return { path, offset: await askOffset(path, signal) };
		} catch (problem) {
			if (![403, 404, 410].includes(problem.status))
				throw problem;
			memory.forget(path);
		}
	}
	const made = await create(upload.file, signal);
	memory.keep(upload.file, made);
	return { path: made, offset: 0 };
}

async function sendOnce(upload, signal) {
	const { path, offset } = await findPlace(upload, signal);
	const onSent = (sent) => {
		upload.tries = 0;
		upload.sent = sent;
		measure(upload);
		tell();
	};
	upload.path = path;
	upload.resumedAt = offset;
	onSent(offset);
	upload.mediaId = await sendRest(path, upload.file, offset, onSent, signal);
	memory.forget(path);
}

/* Until so much time has passed or the network is back. */
const pause = (ms, signal) => new Promise((resolve, reject) => {
	const end = () => {
		clearTimeout(timer);
		removeEventListener("online", end);
		signal.removeEventListener("abort", stop);
		resolve();
	};
	const stop = () => reject(new DOMException("stopped", "AbortError"));
	const timer = setTimeout(end, ms);
	addEventListener("online", end);
	signal.addEventListener("abort", stop);
});

function turn(upload, state) {
	upload.state = state;
	upload.marks = [];
	upload.speed = 0;
	tell();
}

async function sendUntilThere(upload, signal) {
	for (;;) {
		turn(upload, "SENDING");
		try {
			await during(() => sendOnce(upload, signal));
			return;
		} catch (problem) {
			if (!(problem instanceof Problem) || !PASSING.has(problem.status))
				throw problem;
			upload.problem = problem;
			turn(upload, "OFFLINE");
			await pause(WAITS_MS[Math.min(upload.tries++, WAITS_MS.length - 1)], signal);
		}
	}
}

async function run(upload) {
	upload.control = new AbortController();
	try {
		await sendUntilThere(upload, upload.control.signal);
		turn(upload, "SENT");
	} catch (problem) {
		if (problem.name === "AbortError")
			return;
		upload.problem = problem;
		turn(upload, "FAILED");
	} finally {
		begin();
	}
}

const isRunning = ({ state }) => state === "SENDING" || state === "OFFLINE";

function begin() {
	const free = AT_ONCE - list.filter(isRunning).length;
	list.filter(({ state }) => state === "WAITING").slice(0, Math.max(0, free))
		.forEach(run);
}

const isSame = (file) => ({ file: other, state }) => state !== "SENT"
	&& other.name === file.name && other.size === file.size
	&& other.lastModified === file.lastModified;

const newUpload = (file) => ({ file, state: "WAITING", sent: 0, speed: 0,
	problem: null, mediaId: null, path: null, tries: 0, marks: [] });

addEventListener("beforeunload", (event) => {
	if (list.some(isRunning))
		event.preventDefault();
});

export const uploads = {
	all: () => list,

	/* listener() follows every change for as long as signal lasts. */
	onChange(listener, signal) {
		listeners.add(listener);
		signal.addEventListener("abort", () => listeners.delete(listener));
	},

	/* A file that is here already goes on in its own row. */
	add(files) {
		for (const file of files) {
			const same = list.find(isSame(file));
			if (same)
				uploads.resume(same);
			else
				list.push(newUpload(file));
		}
		tell();
		begin();
	},

	pause(upload) {
		upload.control?.abort();
		turn(upload, "PAUSED");
		begin();
	},

	resume(upload) {
		if (upload.state !== "PAUSED" && upload.state !== "FAILED")
			return;
		upload.tries = 0;
		turn(upload, "WAITING");
		begin();
	},

	/* Takes it off the list; what the house has of it goes as well. */
	async cancel(upload) {
		upload.control?.abort();
		uploads.drop(upload);
		if (upload.path && upload.state !== "SENT") {
			memory.forget(upload.path);
			await remove(upload.path).catch(() => {});
		}
	},

	drop(upload) {
		list.splice(list.indexOf(upload), 1);
		tell();
		begin();
	},
};
