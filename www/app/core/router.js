/* Addresses after #, which any web server leaves alone: #/movies/ID?tab=x */

const matches = (pattern, path) => {
	const wanted = pattern.split("/");
	const parts = path.split("/");
	const params = {};
	const fits = wanted.length === parts.length && wanted.every((part, place) => {
		if (!part.startsWith(":"))
			return part === parts[place];
		params[part.slice(1)] = parts[place];
		return parts[place] !== "";
	});
	return fits ? params : null;
};

/* { path, query } of the address as it stands; a text that cannot be read is
 * the library. */
export function address(hash = location.hash) {
	const [path, query] = hash.replace(/^#/, "").split("?");
	return { path: path || "/", query: new URLSearchParams(query) };
}

/* The first of routes ({ pattern, … }) that fits the path, with its params. */
export function routeOf(routes, path) {
	for (const route of routes) {
		const params = matches(route.pattern, path);
		if (params)
			return { route, params };
	}
	return null;
}

/* Writes what a room was asked into the address, without a new entry in the
 * history and without entering the room again. */
export function keepQuery(query) {
	const said = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
	const text = said.toString();
	history.replaceState(history.state, "",
		`#${address().path}${text ? `?${text}` : ""}`);
}

export const go = (path) => { location.hash = `#${path}`; };
