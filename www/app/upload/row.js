/* One upload: from its first byte until the film can be played. */
import { ask } from "../core/api.js";
import { fill, make, put, setProgress, setShown, setText } from "../core/dom.js";
import { poll } from "../core/poll.js";
import { joined, percent, size, t, timeLeft } from "../core/text.js";
import { action, bar, link } from "../core/ui.js";
import { isUnderWay, mediaOf, stateOf } from "../library/media.js";
import { titleForm } from "./title-form.js";
import { uploads } from "./uploads.js";

const SOON_MS = 1500;

function sendingWords({ file, sent, speed }) {
	if (sent >= file.size)
		return t("upload.shelving");
	return joined(percent((1000 * sent) / (file.size || 1)),
		t("upload.of", { sent: size(sent), whole: size(file.size) }),
		speed > 0 && `${size(speed)}/s`,
		speed > 0 && timeLeft((1000 * (file.size - sent)) / speed));
}

const WORDS = {
	WAITING: () => t("upload.WAITING"),
	SENDING: sendingWords,
	OFFLINE: ({ problem }) => `${problem.message} ${t("upload.OFFLINE")}`,
	PAUSED: ({ file, sent }) => joined(t("upload.PAUSED"),
		t("upload.of", { sent: size(sent), whole: size(file.size) })),
	FAILED: ({ problem }) => problem.message,
	SENT: () => t("upload.SENT"),
};

/* Which buttons each state has. */
const BUTTONS = {
	pause: { in: ["SENDING", "OFFLINE", "WAITING"], label: "pause", does: uploads.pause },
	resume: { in: ["PAUSED"], label: "goOn", does: uploads.resume },
	again: { in: ["FAILED"], label: "again", does: uploads.resume },
	cancel: { in: ["SENDING", "OFFLINE", "WAITING", "PAUSED", "FAILED"],
		label: "cancel", does: uploads.cancel },
	close: { in: ["SENT"], label: "close", does: uploads.drop },
};

/* { root, update() } of an upload; follows its film once it is there. */
export function uploadRow(upload, signal) {
	const state = make("p.state");
	const progress = bar(t("upload.progress", { name: upload.file.name }));
	const after = make("div.after");
	const buttons = Object.values(BUTTONS).map(({ label, does, ...button }) => ({
		...button, root: action(t(label), () => does(upload), { kind: "small" }) }));
	const root = make("li.upload", {},
		make("div.heading", {}, make("h2", {}, upload.file.name),
			make("p.row", {}, buttons.map((button) => button.root))),
		progress, state, after);
	let isFollowed = false;

	function update() {
		root.dataset.status = upload.state === "FAILED" ? "ERROR" : upload.state;
		buttons.forEach((button) => setShown(button.root,
			button.in.includes(upload.state)));
		if (upload.state !== "SENT") {
			setText(state, WORDS[upload.state](upload));
			setProgress(progress, upload.state === "FAILED" ? null
				: Math.round((1000 * upload.sent) / (upload.file.size || 1)));
		} else if (!isFollowed) {
			isFollowed = true;
			follow();
		}
	}

	function follow() {
		put(after, titleForm(upload, signal));
		poll(async () => {
			const { file, job } = await mediaOf(upload.mediaId);
			root.dataset.status = file?.status ?? "ERROR";
			setText(state, stateOf(file, job));
			setProgress(progress, file?.status === "PROCESSING" ? job?.progress ?? 0 : null);
			if (file?.status === "READY")
				fill(state, `${stateOf(file)} · `,
					link(t("play"), `/watch/file/${file.id}`));
			return isUnderWay(file) ? SOON_MS : null;
		}, signal);
	}

	update();
	return { root, update };
}

/* Uploads that were begun elsewhere or before: the file must be picked again. */
export async function unfinished() {
	const here = new Set(uploads.all().map(({ path }) => path));
	const page = await ask("/uploads?limit=50").catch(() => ({ items: [] }));
	return page.items.filter(({ id, kind }) => kind === "TUS"
		&& ![...here].some((path) => path?.endsWith(id)));
}
