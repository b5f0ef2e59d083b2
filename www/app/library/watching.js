/* How far one is in films: kept by the house for those who are signed in, by
 * the browser for the others. */
import { ask, askOrNull } from "../core/api.js";
import { session } from "../core/session.js";

const keyOf = (mediaId) => `movie-house.place.${mediaId}`;

/* { position_ms, watched } */
export async function placeOf(mediaId) {
	const told = session.isSignedIn()
		? await askOrNull(`/me/progress/${mediaId}`) : null;
	return told ?? {
		position_ms: Number(localStorage.getItem(keyOf(mediaId))) || 0,
		watched: false,
	};
}

/* isLast: the page is about to go, and the request must outlive it. */
export async function keepPlace(mediaId, change, isLast = false) {
	if ("position_ms" in change)
		localStorage.setItem(keyOf(mediaId), change.position_ms);
	if (session.isSignedIn())
		await ask(`/me/progress/${mediaId}`,
			{ method: "PUT", json: change, keepalive: isLast }).catch(() => {});
}

/* Where to go on, in ms; who has come to the last tenth begins again. */
export const resumeAt = ({ position_ms: position }, whole_ms) =>
	position < 0.9 * (whole_ms || Infinity) ? position : 0;

/* What one can go on with; nothing where the house does not say. */
export async function loadWatching() {
	if (!session.isSignedIn())
		return [];
	const page = await askOrNull("/me/continue-watching?limit=12");
	return page?.items ?? [];
}
