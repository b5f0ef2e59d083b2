/* How the film of a title is doing, in words. */
import { ask, askOrNull, withQuery } from "../core/api.js";
import { make, setProgress, setShown, setText } from "../core/dom.js";
import { poll } from "../core/poll.js";
import { joined, percent, quality, size, t, timeLeft } from "../core/text.js";
import { bar } from "../core/ui.js";

const SOON_MS = 1500;
const LATER_MS = 6000;

/* Errors that are the file's own, whatever the house does: it is no film, or
 * one that we do not take. Another try would end like the last. */
export const FINAL_ERRORS = new Set([
	"corrupt", "cpu_limit", "drm", "empty", "no_duration", "no_video",
	"too_large", "too_many_frames", "too_many_streams", "too_short", "too_small",
	"unsupported_codec", "unsupported_colour", "unsupported_container",
]);

/* Would another try end like the last? */
export const isHopeless = (file) => file?.status === "ERROR"
	&& FINAL_ERRORS.has(file.error_code);

const errorWords = (file) => [file.error_message || t("state.ERROR"),
	isHopeless(file) && t("state.ERROR.final")].filter(Boolean).join(" ");

const STATES = {
	UPLOADED: () => t("state.UPLOADED"),
	PROCESSING: (_file, job) => joined(t("state.PROCESSING"),
		job && percent(job.progress), job?.eta_ms && timeLeft(job.eta_ms)),
	READY: (file) => t(file.last_error ? "state.READY.kept"
		: file.ladder_complete === false ? "state.READY.more" : "state.READY"),
	ERROR: errorWords,
};

export const stateOf = (file, job = null) => file
	? STATES[file.status]?.(file, job) ?? file.status : t("state.NONE");

export const isUnderWay = (file) =>
	file?.status === "UPLOADED" || file?.status === "PROCESSING";

/* Quality and size. */
export const figuresOf = (file) => file ? joined(
	file.width && quality(file.width, file.height), size(file.size_bytes)) : "";

/* The running job that a media file has longest to wait for. */
export async function jobOf(mediaId) {
	const page = await askOrNull(withQuery("/jobs",
		{ media_file_id: mediaId, state: "RUNNING", limit: 20 }));
	return (page?.items ?? []).reduce((longest, job) =>
		!longest || (job.eta_ms ?? 0) > (longest.eta_ms ?? 0) ? job : longest, null);
}

/* { file, job } of a media file as it stands; null file where it has gone. */
export async function mediaOf(mediaId) {
	const file = mediaId ? await askOrNull(`/media-files/${mediaId}`) : null;
	const job = file?.status === "PROCESSING" ? await jobOf(mediaId) : null;
	return { file, job };
}

/* A line that says how a media file is doing for as long as it is under way,
 * and calls onSettled(file) when that ends. */
export function stateLine(media, signal, onSettled) {
	const said = make("span");
	const progress = bar(t("progress"));
	const root = make("div.state", {}, said, progress);

	function show({ file, job }) {
		root.dataset.status = file?.status ?? "NONE";
		setText(said, stateOf(file, job));
		setProgress(progress, file?.status === "PROCESSING" ? job?.progress ?? 0 : null);
		setShown(root, file?.status !== "READY" || Boolean(file.last_error)
			|| file.ladder_complete === false);
	}

	async function step() {
		const id = media.file.id;
		const file = await ask(`/media-files/${id}`, { signal });
		const job = file.status === "PROCESSING" ? await jobOf(id) : null;
		show({ file, job });
		if (isUnderWay(file))
			return SOON_MS;
		if (isUnderWay(media.file))
			onSettled(file);
		return file.ladder_complete === false && file.status === "READY"
			? LATER_MS : null;
	}

	show(media);
	if (isUnderWay(media.file) || media.file?.ladder_complete === false)
		poll(step, signal);
	return root;
}
