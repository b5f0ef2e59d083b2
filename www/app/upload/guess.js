/* What a file's name says of its film. Pure functions. */

/* S01E02, s1.e2, 1x02 */
const EPISODE = /(?:^|[\s._\-[(])(?:s(\d{1,2})[\s._-]*e(\d{1,3})|(\d{1,2})x(\d{2,3}))(?=$|[\s._\-\])]|e\d)/i;

/* A year in brackets anywhere, or one that is followed by what releases say,
 * or at the end. */
const YEAR = /^(.+?)[\s._]*[([]?\b((?:18[7-9]|19\d|20\d)\d)\b[)\]]?(?:[\s._-].*)?$/;

/* Where what a release says of itself begins. */
const NOISE = /[\s._\-[(]+(?:\d{3,4}[pi]|4k|uhd|hdr10?|blu-?ray|b[dr]rip|dvd(?:rip|r)?|web(?:-?(?:dl|rip))?|hdtv|remux|x26[45]|h[\s.]?26[45]|hevc|avc|xvid|divx|aac|ac3|dts|proper|repack|extended|unrated)\b.*$/i;

const spaced = (text) => text.replace(/[._]+/g, " ").replace(/\s+/g, " ")
	.replace(/^[\s\-–,([]+|[\s\-–,([]+$/g, "");

const stemOf = (name) => name.replace(/\.[A-Za-z0-9]{1,5}$/, "");

/* "The.Third.Man.1949.1080p.mkv" → { kind: "movie", title: "The Third Man",
 * year: 1949 }; "Harbour Lights S01E04 Fog.mkv" → { kind: "episode", series:
 * "Harbour Lights", season: 1, number: 4, title: "Fog" } */
export function guess(name) {
	const stem = stemOf(name);
	const found = EPISODE.exec(stem);
	if (found)
		return episodeOf(stem, found);
	return { kind: "movie", ...titleOf(stem, name) };
}

function episodeOf(stem, found) {
	const rest = stem.slice(found.index + found[0].length).replace(/^e\d+/i, "");
	const { title, year } = titleOf(stem.slice(0, found.index), "");
	return {
		kind: "episode", series: title, year,
		season: Number(found[1] ?? found[3]), number: Number(found[2] ?? found[4]),
		title: spaced(rest.replace(NOISE, "")),
	};
}

function titleOf(stem, fallback) {
	const dated = YEAR.exec(stem);
	const bare = spaced((dated ? dated[1] : stem).replace(NOISE, ""));
	return { title: bare || fallback, year: dated && bare ? Number(dated[2]) : null };
}
