/* The page: which room shows (by the address after #), what is in the house,
 * and asking again in time. */
import { ask } from "./api.js";
import { find, setShown, setText } from "./dom.js";
import { acceptDrops } from "./drop.js";
import { isUnderWay, loadFilm, loadFilms, stateOf } from "./films.js";
import { createList } from "./list.js";
import { createPlayer } from "./player.js";
import { createSignIn } from "./sign-in.js";
import { createUploads } from "./upload.js";

const STEP = 100;
const SOON_MS = 1500;
const LATER_MS = 10000;

const house = find("#house");
const watch = find("#watch");
const list = createList(find("#cards"), retry);
const player = createPlayer(watch);
const signIn = createSignIn(find("#sign-in"));
const uploads = createUploads(find("#uploads"), signIn, refresh);

let films = [];
let wanted = STEP;
let timer = 0;
let watchedId = null;

/* The media file that the address names, or null for the list. */
function mediaIdOfAddress() {
	const match = /^#\/media\/([^/]+)$/.exec(location.hash);
	try {
		return match ? decodeURIComponent(match[1]) : null;
	} catch { // a lone %
		return null;
	}
}

const say = (sentence) => setText(find("#notice"), sentence);

/* Tells those who cannot see the cards what has changed on them. */
function announce(before, after) {
	const statusOf = new Map(before.map(({ key, file }) => [key, file?.status]));
	const news = after.filter(({ key, file }) => statusOf.has(key)
		&& statusOf.get(key) !== file?.status);
	if (news.length > 0)
		find("#news").textContent = news.map(
			(film) => `${film.title}: ${stateOf(film)}.`).join(" ");
}

function drawList(hasMore) {
	const count = `${films.length}${hasMore ? "+" : ""}`;
	list.update(films);
	setText(find("#count"), films.length === 0 ? ""
		: films.length === 1 ? "1 film" : `${count} films`);
	setShown(find("#empty"), films.length === 0);
	setShown(find("#more"), hasMore);
}

async function load() {
	try {
		const loaded = await signIn.during(() => loadFilms(wanted));
		announce(films, loaded.films);
		films = loaded.films;
		drawList(loaded.hasMore);
		say("");
	} catch (problem) {
		say(`${problem.message} Asking again soon …`);
	}
	setShown(find("#waiting"), false);
	house.setAttribute("aria-busy", "false");
}

const filmInList = (mediaId) => films.find((film) => film.mediaId === mediaId);

function drawFilm(film) {
	player.show(film);
	document.title = `${film.title} · Movie House`;
}

async function drawWatch(mediaId) {
	try {
		const film = filmInList(mediaId) ?? await loadFilm(mediaId);
		if (mediaId === mediaIdOfAddress())
			drawFilm(film);
	} catch (problem) {
		if (mediaId === mediaIdOfAddress())
			player.fail(problem.message);
	}
}

/* Nothing is asked while the page is out of sight or a film runs. */
const isResting = () => document.hidden || player.isOpen();

async function round() {
	const mediaId = mediaIdOfAddress();
	await load();
	if (mediaId && mediaId === mediaIdOfAddress() && !player.isOpen())
		await drawWatch(mediaId);
	clearTimeout(timer);
	if (!isResting())
		timer = setTimeout(refresh, films.some(isUnderWay) ? SOON_MS : LATER_MS);
}

/* One round after the other: an answer never overtakes a newer one, and a
 * round that fails does not keep the next ones from running. */
let rounds = Promise.resolve();
function refresh() {
	rounds = rounds.then(round).catch((error) => {
		reportError(error);
		clearTimeout(timer);
		timer = setTimeout(refresh, LATER_MS);
	});
	return rounds;
}

function enterRoom() {
	const mediaId = mediaIdOfAddress();
	const leftId = watchedId;
	watchedId = mediaId;
	player.close();
	document.title = "Movie House";
	setShown(house, !mediaId);
	setShown(watch, Boolean(mediaId));
	if (mediaId) {
		const film = filmInList(mediaId);
		scrollTo(0, 0);
		player.wait();
		if (film)
			drawFilm(film);
	} else {
		list.focus(leftId);
	}
	if (!isResting())
		refresh();
}

async function retry(film, button) {
	button.disabled = true;
	try {
		await signIn.during(
			() => ask(`/media-files/${film.mediaId}/process`, "POST"));
		await refresh();
	} catch (problem) {
		say(problem.message);
	}
	button.disabled = false;
}

function takeFiles(files) {
	uploads.add(files);
	location.hash = "#/";
	scrollTo(0, 0);
}

find("#file").addEventListener("change", (event) => {
	takeFiles(event.target.files);
	event.target.value = "";
});
find("#more").addEventListener("click", () => {
	wanted += STEP;
	refresh();
});
acceptDrops(find("#drop"), takeFiles);
addEventListener("hashchange", enterRoom);
document.addEventListener("visibilitychange", () => isResting() || refresh());
addEventListener("beforeunload", (event) => {
	if (uploads.isBusy())
		event.preventDefault();
});
enterRoom();
