// Listeners for a change of what is shown: another packet, layer or field.
const watchers = [];

export const onChange = (watcher) => watchers.push(watcher);
export const changed = () => watchers.forEach((watcher) => watcher());

// Listeners for other slides than those with which the page began (room/new-slides.js). Each gets a function for the furthest
// place that was shown, [number of the slide, its step]: it returns that among the new slides.
const slideWatchers = [];

export const onNewSlides = (watcher) => slideWatchers.push(watcher);
export const slidesChanged = (furthestOf) => slideWatchers.forEach((watcher) => watcher(furthestOf));

// Whether slides are being put in place: what moves then is no step of the talk.
export let arePutting = false;
export function whilePutting(act) {
	arePutting = true;
	try {
		act();
	} finally {
		arePutting = false;
	}
}
