// A part of reveal.js that no deck uses: it answers what the others ask it, and does nothing. What start.js turns off
// stands here, too: the overview, the key list and the jump to a slide are those of deck.js.
const METHODS = [
	'render', 'configure', 'bind', 'unbind', 'destroy', 'update', 'updateVisibility', 'updateParallax', 'create', 'sync', 'layout', 'reset', 'run',
	'show', 'hide', 'isVisible', 'isActive', 'activate', 'deactivate', 'toggle', 'toggleHelp', 'isOpen', 'close', 'getState', 'setState',
	'previewIframe', 'previewImage', 'previewVideo', 'isSpeakerNotesWindow', 'getSlideNotes', 'bubbleSlideContrastClassToElement', 'on', 'setPlaying',
];

export default class Unused {}

for (const name of METHODS)
	Unused.prototype[name] = () => false;
