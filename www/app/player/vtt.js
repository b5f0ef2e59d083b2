/* WebVTT as the house writes it: thumbnails with #xywh, and chapters. */

const TIMING = /^((?:\d+:)?\d{2}:\d{2}\.\d{3})\s+-->\s+((?:\d+:)?\d{2}:\d{2}\.\d{3})/;

/* "01:02:03.500" → 3723.5 */
function secondsOf(stamp) {
	return stamp.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

/* [{ start, end, text }] in seconds */
export function cuesOf(vtt) {
	const cues = [];
	for (const block of vtt.replace(/\r\n?/g, "\n").split(/\n{2,}/)) {
		const lines = block.split("\n");
		const at = lines.findIndex((line) => TIMING.test(line));
		if (at < 0)
			continue;
		const [, start, end] = TIMING.exec(lines[at]);
		cues.push({ start: secondsOf(start), end: secondsOf(end),
			text: lines.slice(at + 1).join("\n").trim() });
	}
	return cues;
}

/* The cue that covers that second, by halving. */
export function cueAt(cues, seconds) {
	let low = 0;
	let high = cues.length - 1;
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (cues[middle].start <= seconds)
			low = middle;
		else
			high = middle - 1;
	}
	return cues[low]?.start <= seconds ? cues[low] : null;
}

/* "thumbs/001.jpg#xywh=160,90,160,90" → { url, x, y, width, height } */
export function tileOf(text, base) {
	const [path, area] = text.split("#xywh=");
	const [x, y, width, height] = (area ?? "").split(",").map(Number);
	return width > 0 && height > 0
		? { url: new URL(path, base).href, x, y, width, height } : null;
}

/* The cues of a file, or none where it cannot be had. */
export async function loadCues(url) {
	if (!url)
		return [];
	try {
		const answer = await fetch(url);
		return answer.ok ? cuesOf(await answer.text()) : [];
	} catch {
		return [];
	}
}
