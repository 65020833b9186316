// The speaker's window and the stage show each other's spot and strokes. What is sent while something is drawn replaces all
// strokes of its surface, so a picture that is new to a stage, since one of both was loaded, first gets those of the stage.
import { onPointing, point, pointing } from '../stage/pen-and-spot.js';
import { allStrokes, onDrawn, setAllStrokes, setStrokes, showSpot } from '../stage/strokes.js';
import { isStage, on, role, send } from './windows.js';

// What came from the other window is not sent back to it.
let isReceiving = false;

function receive(kind, act) {
	on(kind, (data) => {
		if (!Reveal.isReady())
			return;
		isReceiving = true;
		act(data);
		isReceiving = false;
	});
}

const sendOwn = (kind, data) => isReceiving || send(kind, data);

let isKnown = false; // whether a speaker's window has got the ink of this stage

function sendInk(from) {
	if (!Reveal.isReady() || (isKnown && from !== 'now'))
		return;
	isKnown = true;
	send('ink', { mode: pointing(), all: allStrokes() });
}

export function shareInk() {
	if (!isStage && role !== 'now')
		return;
	onPointing((mode) => sendOwn('pointing', mode));
	onDrawn((kind, data) => sendOwn(kind, data));
	receive('pointing', point);
	receive('spot', showSpot);
	receive('strokes', ({ key, all }) => setStrokes(key, all));
	if (isStage)
		on('hello', (_, from) => sendInk(from));
	else
		receive('ink', ({ mode, all }) => { point(mode); setAllStrokes(all); });
}
