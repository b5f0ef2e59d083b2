/* A house to look at and a browser to look with, both from the environment. */
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = [
	"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
	"--no-first-run", "--disable-background-networking",
	"--disable-component-update", "--disable-sync",
];

/* Browsers know no unix sockets: a port of the loopback leads to the house. */
async function bridgeTo(socketPath) {
	const server = createServer((browser) => {
		const house = connect(socketPath);
		browser.pipe(house).pipe(browser);
		browser.on("error", () => house.destroy());
		house.on("error", () => browser.destroy());
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${server.address().port}/`,
		close: () => server.close(),
	};
}

/* { url, close }: the house at MOVIE_HOUSE_URL or MOVIE_HOUSE_SOCKET. */
export function openHouse({ MOVIE_HOUSE_URL, MOVIE_HOUSE_SOCKET }) {
	return MOVIE_HOUSE_SOCKET ? bridgeTo(MOVIE_HOUSE_SOCKET)
		: { url: MOVIE_HOUSE_URL, close() {} };
}

/* Everything that a page must not do, gathered while it does it. */
function gatherTroubles(page, origin, troubles) {
	page.on("pageerror", (error) => troubles.push(error.message));
	page.on("console", (message) => {
		/* A status that is an answer to us is an error to the browser. */
		if (["error", "warning", "assert"].includes(message.type())
			&& !message.text().startsWith("Failed to load resource"))
			troubles.push(`${message.text()} ${message.location().url}`);
	});
	page.on("request", (request) => {
		const url = new URL(request.url());
		if (url.protocol.startsWith("http") && url.origin !== origin)
			troubles.push(`asked another host: ${url}`);
	});
}

/* { page, troubles, close }: a fresh browser that has never been here. */
export async function openBrowser(url) {
	const folder = await mkdtemp(join(tmpdir(), "movie-house-browser-"));
	const context = await chromium.launchPersistentContext(folder, {
		executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
		args: FLAGS,
		viewport: { width: 1024, height: 768 },
	});
	const page = context.pages()[0] ?? await context.newPage();
	const troubles = [];
	await page.exposeFunction("tellTrouble", (text) => troubles.push(text));
	await page.addInitScript(() => addEventListener("securitypolicyviolation",
		(event) => window.tellTrouble(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
	gatherTroubles(page, new URL(url).origin, troubles);
	return {
		page,
		troubles,
		close: async () => {
			await context.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
}
