/* Choosing a poster: a picture of one's own, or a frame of the film. */
import { ask } from "../core/api.js";
import { openDialog } from "../core/dialog.js";
import { fill, make, put } from "../core/dom.js";
import { act, say } from "../core/notice.js";
import { clock, t } from "../core/text.js";
import { action } from "../core/ui.js";
import { loadHls, openStream } from "../player/stream.js";
import { cueAt, loadCues, tileOf } from "../player/vtt.js";

const FRAMES = 12;
const ASK_MS = 700;
const ASK_TIMES = 60;

const isOver = ({ state }) => ["DONE", "DEAD", "CANCELED"].includes(state);

/* Until the house has made it. */
async function waitFor(job) {
	let now = job;
	for (let i = 0; i < ASK_TIMES && !isOver(now); i++) {
		await new Promise((resolve) => setTimeout(resolve, ASK_MS));
		now = await ask(`/jobs/${job.id}`);
	}
	if (now.state !== "DONE")
		say(now.error_message ?? t("poster.slow"), true);
}

const frameButton = ({ at, cue, base }, choose) => {
	const tile = cue && tileOf(cue.text, base);
	const picture = make("span.tile");
	if (tile)
		Object.assign(picture.style, {
			width: `${tile.width}px`, height: `${tile.height}px`,
			backgroundImage: `url("${tile.url}")`,
			backgroundPosition: `-${tile.x}px -${tile.y}px` });
	const button = action("", () => choose(at), { kind: "frame",
		"aria-label": t("poster.from", { time: clock(at) }) });
	put(button, tile && picture, make("span.time", {}, clock(at)));
	return button;
};

/* Moments spread over a film that has thumbnails. */
async function momentsOf(file, { storyboard }) {
	const cues = await loadCues(storyboard);
	const base = new URL(storyboard ?? "", location.href).href;
	const step = file.duration_ms / (FRAMES + 1);
	return cues.length === 0 ? [] : Array.from({ length: FRAMES }, (_none, place) => {
		const at = Math.round(step * (place + 1));
		return { at, base, cue: cueAt(cues, at / 1000) };
	});
}

/* The film itself, to stop at the right moment. Fills root; the answer closes
 * it. */
async function showFilm(root, file, playback, choose) {
	const video = make("video", { controls: true, playsinline: true,
		"aria-label": file.file_name });
	const Hls = await loadHls();
	fill(root, video, action(t("poster.this"),
		() => choose(Math.round(1000 * video.currentTime)), { kind: "strong" }));
	video.muted = true;
	const stream = openStream(Hls, video, playback.hls, {
		place: file.duration_ms / 1000 / 5, onTracks() {},
		onError: (sentence) => say(sentence, true) });
	return () => stream.close();
}

/* Its moments: by the thumbnails where there are, by looking at it anyway. */
async function showMoments(root, file, choose, onClose) {
	const playback = await ask(`/media-files/${file.id}/playback`);
	const film = make("div.stack");
	const frames = make("div.frames", {},
		(await momentsOf(file, playback)).map((each) => frameButton(each, choose)));
	fill(root, film, frames);
	onClose(await showFilm(film, file, playback, choose));
}

/* Opens the dialog; order(given) makes a poster of what was chosen, remove()
 * takes the present one away. */
function openChoice(kind, title, file, { order, remove, onClose }) {
	const moments = make("div.stack");
	const own = make("input.unseen", { type: "file",
		accept: "image/jpeg,image/png,image/webp",
		onchange: ({ target: { files: [picture] } }) => act(null, () => order({
			body: picture, headers: { "Content-Type": picture.type } })) });
	const closers = [];
	const dialog = openDialog({
		title: t("poster.of", { title: title.title }), className: "wide",
		onClose: () => {
			closers.forEach((close) => close());
			onClose();
		},
		body: make("div.stack", {}, make("p.row", {},
			make("label.button.strong", {}, own, t("poster.own")),
			title.poster && action(t("poster.drop"), remove),
			make("button.button.plain", { type: "button",
				onclick: () => dialog.close() }, t("cancel"))),
		make("p.quiet", {}, t(file ? "poster.frames" : "poster.noFrames")), moments),
	});
	const frame = (at) => order({ json: { from_ms: at,
		...(kind === "series" ? { media_file_id: file.id } : {}) } });
	if (file?.status === "READY" && file.duration_ms)
		act(null, () => showMoments(moments, file, frame,
			(close) => dialog.open ? closers.push(close) : close()));
	return dialog;
}

/* file: the film to take frames of, or null. Resolves to whether there is
 * another poster now. */
export function choosePoster(kind, title, file) {
	return new Promise((resolve) => {
		let isDone = false;
		const path = `/${kind}/${title.id}/poster`;
		const done = () => {
			isDone = true;
			dialog.close();
		};
		const dialog = openChoice(kind, title, file, {
			onClose: () => resolve(isDone),
			order: async (given) => {
				await waitFor(await ask(path, { method: "PUT", ...given }));
				done();
			},
			remove: async () => {
				await ask(path, { method: "DELETE" });
				done();
			},
		});
	});
}
