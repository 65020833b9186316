// Listeners for a change of what is shown: another packet, layer or field.
const watchers = [];

export const onChange = (watcher) => watchers.push(watcher);
export const changed = () => watchers.forEach((watcher) => watcher());

// Listeners for other slides than those with which the page began (room/new-slides.js). Each gets a function that returns the
// place of a slide among the new ones, by its place among the old ones.
const slideWatchers = [];

export const onNewSlides = (watcher) => slideWatchers.push(watcher);
export const slidesChanged = (placeOf) => slideWatchers.forEach((watcher) => watcher(placeOf));
