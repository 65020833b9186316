// Decks have no plugins.
const none = () => undefined;

export default class Plugins {
	load = () => Promise.resolve();
	destroy = none;
	registerPlugin = none;
	hasPlugin = () => false;
	getPlugin = none;
	getRegisteredPlugins = () => ({});
}
