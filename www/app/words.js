/* Figures as people say them. Pure functions, no page. */

const SIZES = ["B", "KB", "MB", "GB", "TB"];

/* What a picture is called, by its height at 16:9. */
const QUALITIES = [
	[2160, "4K"], [1440, "1440p"], [1080, "1080p"], [720, "720p"],
	[540, "540p"], [480, "480p"], [360, "360p"], [240, "240p"],
];

const two = (number) => String(number).padStart(2, "0");

/* 6730000 → "1:52:10" */
export function clock(ms) {
	const seconds = Math.round(ms / 1000);
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor(seconds / 60) % 60;
	return hours > 0
		? `${hours}:${two(minutes)}:${two(seconds % 60)}`
		: `${minutes}:${two(seconds % 60)}`;
}

/* 3650722201 → "3.7 GB" */
export function size(bytes) {
	let unit = 0;
	while (bytes >= 999.5 && unit < SIZES.length - 1) {
		bytes /= 1000;
		unit++;
	}
	const digits = unit > 1 && bytes < 99.95 ? 1 : 0;
	return `${bytes.toFixed(digits)} ${SIZES[unit]}`;
}

/* 432 → "43 %"; never 100 % before the end */
export const percent = (permille) => `${Math.floor(permille / 10)} %`;

/* 190000 → "about 3 min left" */
export function timeLeft(ms) {
	const minutes = Math.round(ms / 60000);
	if (minutes < 1)
		return "less than a minute left";
	if (minutes < 60)
		return `about ${minutes} min left`;
	const hours = Math.floor(minutes / 60);
	return `about ${hours} h ${minutes % 60} min left`;
}

/* A wide picture is judged by its width and a tall one by its short side, so
 * that 1920x800 and 1080x1920 are both "1080p". */
export function quality(width, height) {
	const long = Math.max(width, height);
	const lines = Math.max(Math.min(width, height), (long * 9) / 16);
	const known = QUALITIES.find(([least]) => lines >= least * 0.97);
	return known ? known[1] : `${Math.round(lines)}p`;
}

/* "The.Third_Man.mkv" → "The Third Man" */
export function titleOfFile(name) {
	const stem = name.replace(/\.[A-Za-z0-9]{1,5}$/, "");
	return stem.replace(/[._\s]+/g, " ").trim() || name;
}

/* The parts that are known, with a point between them. */
export const joined = (...parts) => parts.filter(Boolean).join(" · ");
