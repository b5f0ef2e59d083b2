/* What is in the house: movies, media files and jobs joined into films.
 *
 * A film is { key, mediaId, title, year, poster, isMovie, file, job,
 * createdAt }: a movie with its media file (or none yet), or a file that no
 * movie uses. */
import { ask, askList } from "./api.js";
import { joined, percent, quality, size, timeLeft, titleOfFile } from "./words.js";

/* Errors that are the file's own, whatever the house does: it is no film, or
 * one that we do not take. Another try would end like the last. */
export const FINAL_ERRORS = new Set([
	"corrupt", "cpu_limit", "drm", "empty", "no_duration", "no_video",
	"too_large", "too_many_frames", "too_many_streams", "too_short", "too_small",
	"unsupported_codec", "unsupported_colour", "unsupported_container",
]);

/* Could another try end better? */
export const canRetry = ({ file }) =>
	file?.status === "ERROR" && !FINAL_ERRORS.has(file.error_code);

const STATES = {
	UPLOADED: () => "Waiting in line",
	PROCESSING: (film) => joined("Preparing",
		film.job && percent(film.job.progress),
		film.job?.eta_ms && timeLeft(film.job.eta_ms)),
	READY: readyWords,
	ERROR: errorWords,
};

function errorWords(film) {
	const sentence = film.file.error_message || "This film could not be prepared.";
	return canRetry(film) ? sentence : `${sentence} Trying again would not help.`;
}

function readyWords({ file }) {
	if (file.last_error)
		return "Ready. Preparing it again did not work, so the former version stays.";
	return file.ladder_complete === false
		? "Ready · more qualities are on their way"
		: "Ready";
}

/* The film's state in words. */
export const stateOf = (film) => film.file
	? (STATES[film.file.status]?.(film) ?? film.file.status)
	: "No film file yet";

/* Year, quality and size; a file that no movie uses, by its full name too. */
export function aboutOf({ year, file, isMovie }) {
	if (!file)
		return joined(year);
	return joined(year, file.width && quality(file.width, file.height),
		size(file.size_bytes), !isMovie && file.file_name);
}

/* The progress to draw, in per mille; null where there is nothing to say. */
export const progressOf = ({ file, job }) =>
	file?.status === "PROCESSING" ? (job?.progress ?? 0) : null;

export const isUnderWay = ({ file }) =>
	file?.status === "UPLOADED" || file?.status === "PROCESSING";

function filmOf(file, job = null, movie = null) {
	return {
		key: movie?.id ?? file.id,
		mediaId: file?.id ?? null,
		title: movie?.title ?? titleOfFile(file.file_name),
		year: movie?.year ?? null,
		poster: movie?.poster ?? null,
		isMovie: movie !== null,
		file,
		job,
		createdAt: file?.created_at ?? movie.created_at,
	};
}

/* The running job that each media file has longest to wait for. */
function jobsByFile(jobs) {
	const longest = new Map();
	for (const job of jobs) {
		const other = longest.get(job.media_file_id);
		if (!other || (job.eta_ms ?? 0) > (other.eta_ms ?? 0))
			longest.set(job.media_file_id, job);
	}
	return longest;
}

/* Files that movies name but the list's pages did not reach. */
async function fetchMissing(movies, files) {
	const missing = movies.map((movie) => movie.media_file_id)
		.filter((id) => id && !files.has(id));
	const found = await Promise.allSettled(missing.map((id) => ask(`/media-files/${id}`)));
	for (const { value } of found)
		if (value)
			files.set(value.id, value);
}

const isProcessing = (file) => file.status === "PROCESSING";

const askJobs = async (files) => files.some(isProcessing)
	? (await askList("/jobs?state=RUNNING&kind=process", 100)).items : [];

/* { films, hasMore }: the newest first. */
export async function loadFilms(wanted) {
	const [movies, list] = await Promise.all([
		askList("/movies?sort=-created_at", wanted),
		askList("/media-files?sort=-created_at", wanted)]);
	const files = new Map(list.items.map((file) => [file.id, file]));
	await fetchMissing(movies.items, files);
	const jobs = jobsByFile(await askJobs([...files.values()]));
	const films = movies.items.map((movie) => filmOf(
		files.get(movie.media_file_id) ?? null, jobs.get(movie.media_file_id), movie));
	const used = new Set(films.map((film) => film.mediaId));
	for (const file of files.values())
		if (!used.has(file.id))
			films.push(filmOf(file, jobs.get(file.id)));
	films.sort((one, other) => other.createdAt.localeCompare(one.createdAt));
	return { films, hasMore: movies.hasMore || list.hasMore };
}

/* One media file as a film, for a link to something the list did not reach. */
export async function loadFilm(mediaId) {
	const file = await ask(`/media-files/${encodeURIComponent(mediaId)}`);
	const jobs = jobsByFile(await askJobs([file]));
	return filmOf(file, jobs.get(file.id));
}
