/* The page: its frame, and which room shows by the address after #. */
import { Problem } from "./core/api.js";
import { fill, find, make } from "./core/dom.js";
import { drawFrame, markPlace } from "./core/frame.js";
import { say } from "./core/notice.js";
import { address, go, routeOf } from "./core/router.js";
import { during, learnWho, session } from "./core/session.js";
import { has, language, t } from "./core/text.js";
import { trouble } from "./core/ui.js";
import { acceptDrops } from "./core/drop.js";

/* Rooms come when they are entered first. right: the role one needs; kept:
 * stays as it is for whoever comes back. */
const ROUTES = [
	{ pattern: "/", name: "library", kept: true,
		load: () => import("./library/library.js") },
	{ pattern: "/movies/:id", name: "movie",
		load: () => import("./library/movie.js") },
	{ pattern: "/series/:id", name: "series",
		load: () => import("./library/series.js") },
	{ pattern: "/watch/:kind/:id", name: "watch",
		load: () => import("./player/room.js") },
	{ pattern: "/upload", name: "upload", right: "EDITOR",
		load: () => import("./upload/room.js") },
	{ pattern: "/files", name: "files", right: "EDITOR",
		load: () => import("./manage/files.js") },
	{ pattern: "/queue", name: "queue", right: "EDITOR",
		load: () => import("./manage/queue.js") },
	{ pattern: "/workers", name: "workers", right: "ADMIN",
		load: () => import("./manage/workers.js") },
	{ pattern: "/people", name: "people", right: "ADMIN",
		load: () => import("./manage/people.js") },
	{ pattern: "/storage", name: "storage", right: "ADMIN",
		load: () => import("./manage/storage.js") },
	{ pattern: "/account", name: "account", right: "VIEWER",
		load: () => import("./manage/account.js") },
];

const main = find("main");
let current = null;
let kept = null;
let entered = 0;

/* hash: as it was at last, with what was asked meanwhile. */
function leave(hash) {
	if (!current)
		return;
	if (current.route.kept && current.isWhole)
		kept = { ...current, hash, scroll: scrollY };
	else
		current.control.abort();
	current = null;
}

function forget() {
	kept?.control.abort();
	kept = null;
}

function comeBack(hash) {
	if (kept?.hash !== hash) {
		forget();
		return false;
	}
	current = kept;
	kept = null;
	main.replaceChildren(current.place);
	scrollTo(0, current.scroll);
	current.place.dispatchEvent(new Event("return"));
	return true;
}

function name(title) {
	document.title = title ? `${title} · Movie House` : "Movie House";
}

function refuse(place, needed) {
	const text = session.isSignedIn() ? "denied" : "signInFirst";
	fill(place, make("div.empty", {}, make("h1.said", { tabindex: -1 }, t(text)),
		make("p.quiet", {}, t("denied.hint", { role: t(`role.${needed}`) })),
		make("p", {}, make("a.button", { href: "#/" }, t("nav.library")))));
}

async function draw(room, params, query) {
	const { route, place, control } = room;
	if (route.right && !session.may(route.right))
		await during(async () => session.isSignedIn()
			|| Promise.reject(new Problem(401))).catch(() => {});
	if (control.signal.aborted)
		return;
	if (route.right && !session.may(route.right)) {
		refuse(place, route.right);
		return;
	}
	const { open } = await route.load();
	/* Whoever signs in on the way enters anew, and this room is left. */
	await during(() => control.signal.aborted ? null : open({ place, params,
		query, name, signal: control.signal, changed: forget }));
	room.isWhole = true;
}

function takeFocus(place) {
	const isFirst = entered++ === 0;
	if (!isFirst && !place.contains(document.activeElement))
		find("h1", place)?.focus({ preventScroll: true });
}

async function enter(event) {
	const { path, query } = address();
	const found = routeOf(ROUTES, path) ?? routeOf(ROUTES, "/");
	leave(new URL(event?.oldURL ?? location.href).hash);
	markPlace(found.route.name);
	document.body.dataset.room = found.route.name;
	name(has(`nav.${found.route.name}`) ? t(`nav.${found.route.name}`) : "");
	if (found.route.kept && comeBack(location.hash))
		return;
	const room = { route: found.route,
		place: make("div.room"), control: new AbortController() };
	current = room;
	main.replaceChildren(room.place);
	scrollTo(0, 0);
	try {
		await draw(room, found.params, query);
	} catch (problem) {
		if (room.control.signal.aborted)
			return;
		if (!(problem instanceof Problem))
			reportError(problem);
		fill(room.place, trouble(problem, again));
	}
	takeFocus(room.place);
}

/* The same room anew: somebody else is here, or another language. */
function again() {
	forget();
	if (current)
		current.isWhole = false;
	document.documentElement.lang = language();
	drawFrame(again);
	enter();
}

async function takeFiles(files) {
	if (!session.may("EDITOR")) {
		say(t("upload.denied"), true);
		return;
	}
	const { uploads } = await import("./upload/uploads.js");
	uploads.add(files);
	go("/upload");
}

async function begin() {
	document.documentElement.lang = language();
	try {
		await learnWho();
	} catch (problem) {
		say(problem.message, true);
	}
	drawFrame(again);
	session.onChange(again);
	addEventListener("hashchange", enter);
	/* Each room knows best where it was left. */
	history.scrollRestoration = "manual";
	acceptDrops(find("#drop"), takeFiles);
	enter();
}

begin();
