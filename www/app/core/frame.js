/* What stands around every room: the name of the house, the ways to its
 * rooms, who is here. */
import { fill, find, make, setText } from "./dom.js";
import { act } from "./notice.js";
import { session, signIn, signOut } from "./session.js";
import { language, speak, t } from "./text.js";

const WAYS = [
	{ name: "library", path: "/", right: null },
	{ name: "upload", path: "/upload", right: "EDITOR" },
	{ name: "files", path: "/files", right: "EDITOR" },
	{ name: "queue", path: "/queue", right: "EDITOR" },
	{ name: "workers", path: "/workers", right: "ADMIN" },
	{ name: "storage", path: "/storage", right: "ADMIN" },
	{ name: "people", path: "/people", right: "ADMIN" },
];

let placeName = "";

const nav = () => find("#nav");

const way = ({ name, path }) => make("a", { href: `#${path}`,
	"data-name": name }, t(`nav.${name}`));

function account() {
	if (!session.isSignedIn())
		return make("button.button.small", { type: "button",
			onclick: () => signIn() }, t("signIn"));
	return [
		make("a.who", { href: "#/account", "data-name": "account", title: t("nav.account") },
		make("span.face", { "aria-hidden": "true" },
			session.who().login.slice(0, 1).toUpperCase()),
		make("span.login", {}, session.who().login)),
		make("button.button.small.plain", { type: "button",
			onclick: ({ currentTarget }) => act(currentTarget, signOut) }, t("signOut")),
	];
}

/* Draws the frame anew; onLanguage() follows when another one is chosen. */
export function drawFrame(onLanguage) {
	const ways = WAYS.filter(({ right }) => !right || session.may(right));
	nav().setAttribute("aria-label", t("nav.label"));
	fill(nav(), ways.length > 1 && ways.map(way));
	fill(find("#account"), account());
	drawSkip();
	drawLanguages(onLanguage);
	markPlace(placeName);
}

/* Addresses after # are rooms, so the link to the content is ours to follow. */
function drawSkip() {
	const skip = find("#skip");
	setText(skip, t("skip"));
	skip.onclick = (event) => {
		event.preventDefault();
		find("main").focus();
	};
}

function drawLanguages(onLanguage) {
	const other = language() === "en" ? ["es", "Español"] : ["en", "English"];
	fill(find("#foot"), make("span", {}, "Movie House"),
		make("button.plain", { type: "button", lang: other[0], onclick: () => {
			speak(other[0]);
			onLanguage();
		} }, other[1]));
}

/* Which way one has taken. */
export function markPlace(name) {
	placeName = name;
	for (const anchor of document.querySelectorAll("[data-name]"))
		if (anchor.dataset.name === name)
			anchor.setAttribute("aria-current", "page");
		else
			anchor.removeAttribute("aria-current");
}
