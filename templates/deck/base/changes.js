// Listeners for a change of what is shown: another packet, layer or field.
const watchers = [];

export const onChange = (watcher) => watchers.push(watcher);
export const changed = () => watchers.forEach((watcher) => watcher());
