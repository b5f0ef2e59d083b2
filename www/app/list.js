/* The wall of films. Cards stay the same elements from one refresh to the
 * next: focus, selection and scroll position survive. */
import { copyOf, find, setPicture, setProgress, setShown, setText } from "./dom.js";
import { aboutOf, canRetry, progressOf, stateOf } from "./films.js";
import { clock } from "./words.js";

/* Each film's light falls from its own side: a number in 0…1 from its key.
 * Steps of the golden ratio keep neighbouring keys apart. */
function lightOf(key) {
	let hash = 7;
	for (const letter of key)
		hash = (hash * 31 + letter.codePointAt(0)) % 99991;
	return (hash * 0.618034) % 1;
}

function newCard(film, onRetry) {
	const root = copyOf("card-template");
	const card = {
		root,
		link: find("a", root),
		poster: find(".poster", root),
		length: find(".length", root),
		bar: find("progress", root),
		state: find(".state", root),
		about: find(".about", root),
		retry: find("button", root),
		film,
	};
	root.style.setProperty("--light", lightOf(film.key).toFixed(3));
	card.retry.addEventListener("click", () => onRetry(card.film, card.retry));
	return card;
}

function fillCard(card, film) {
	const status = film.file?.status ?? "NONE";
	card.film = film;
	card.root.dataset.status = status;
	setText(card.link, film.title);
	setLink(card.link, film.mediaId);
	setPicture(card.poster, film.poster, `Poster of ${film.title}`);
	setText(card.length, film.file?.duration_ms ? clock(film.file.duration_ms) : "");
	setProgress(card.bar, progressOf(film));
	setText(card.state, stateOf(film));
	setText(card.about, aboutOf(film));
	setShown(card.retry, canRetry(film));
}

function setLink(link, mediaId) {
	const href = `#/media/${mediaId}`;
	if (!mediaId)
		link.removeAttribute("href");
	else if (link.getAttribute("href") !== href)
		link.href = href;
}

/* onRetry(film, button) is called when "Try again" is pressed. The answer's
 * update(films) draws; focus(mediaId) goes back to a film's card. */
export function createList(root, onRetry) {
	const cards = new Map();

	function update(films) {
		const gone = new Set(cards.keys());
		films.forEach((film, place) => {
			if (!cards.has(film.key))
				cards.set(film.key, newCard(film, onRetry));
			const card = cards.get(film.key);
			gone.delete(film.key);
			fillCard(card, film);
			if (root.children[place] !== card.root)
				root.insertBefore(card.root, root.children[place] ?? null);
		});
		for (const key of gone) {
			cards.get(key).root.remove();
			cards.delete(key);
		}
	}

	function focus(mediaId) {
		for (const card of cards.values())
			if (card.film.mediaId === mediaId)
				card.link.focus();
	}

	return { update, focus };
}
