/* Choosing a poster: a picture of one's own, or a frame of the film. */
import { ask, askOrNull } from "../core/api.js";
import { openDialog } from "../core/dialog.js";
import { fill, make, put } from "../core/dom.js";
import { act, say } from "../core/notice.js";
import { clock, t } from "../core/text.js";
import { action } from "../core/ui.js";
import { loadCues, tileOf } from "../player/vtt.js";

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

/* Moments spread over a film, with the thumbnails it has. */
async function momentsOf(file) {
	const playback = await askOrNull(`/media-files/${file.id}/playback`);
	const cues = await loadCues(playback?.storyboard);
	const base = new URL(playback?.storyboard ?? "", location.href).href;
	const step = file.duration_ms / (FRAMES + 1);
	return Array.from({ length: FRAMES }, (_none, place) => {
		const at = Math.round(step * (place + 1));
		return { at, base, cue: cues.findLast(({ start }) => start * 1000 <= at) };
	});
}

/* file: the film to take frames of, or null. Resolves to whether a poster was
 * ordered and made. */
export function choosePoster(kind, title, file) {
	return new Promise((resolve) => {
		let isDone = false;
		const path = `/${kind}/${title.id}/poster`;
		const frames = make("div.frames");
		const order = async (given) => {
			await waitFor(await ask(path, { method: "PUT", ...given }));
			isDone = true;
			dialog.close();
		};
		const own = make("input.unseen", { type: "file",
			accept: "image/jpeg,image/png,image/webp",
			onchange: ({ target }) => act(null, () => order({
				body: target.files[0],
				headers: { "Content-Type": target.files[0].type } })) });
		const remove = async () => {
			await ask(path, { method: "DELETE" });
			isDone = true;
			dialog.close();
		};
		const dialog = openDialog({
			title: t("poster.of", { title: title.title }), className: "wide",
			onClose: () => resolve(isDone),
			body: make("div.stack", {}, make("p.row", {},
				make("label.button.strong", {}, own, t("poster.own")),
				title.poster && action(t("poster.drop"), remove),
				make("button.button.plain", { type: "button",
					onclick: () => dialog.close() }, t("cancel"))),
			make("p.quiet", {}, t(file ? "poster.frames" : "poster.noFrames")), frames),
		});
		const frame = (at) => order({ json: { from_ms: at,
			...(kind === "series" ? { media_file_id: file.id } : {}) } });
		if (file?.status === "READY" && file.duration_ms)
			act(null, async () => {
				const moments = await momentsOf(file);
				fill(frames);
				put(frames, moments.map((each) => frameButton(each, frame)));
			});
	});
}
