/* Which upload a file belongs to: what the browser remembers when its tab is
 * closed. A file is known again by its name, size and date. */

const KEPT = "movie-house.uploads";
const MOST = 100;

const all = () => {
	try {
		return JSON.parse(localStorage.getItem(KEPT)) ?? {};
	} catch {
		return {};
	}
};

const write = (paths) => localStorage.setItem(KEPT, JSON.stringify(
	Object.fromEntries(Object.entries(paths).slice(-MOST))));

export const fingerprint = ({ name, size, lastModified }) =>
	[name, size, lastModified].join("|");

export const memory = {
	/* The path of that file's upload, or null. */
	find: (file) => all()[fingerprint(file)] ?? null,
	keep: (file, path) => write({ ...all(), [fingerprint(file)]: path }),
	forget(path) {
		write(Object.fromEntries(Object.entries(all()).filter(
			([, other]) => other !== path)));
	},
};
