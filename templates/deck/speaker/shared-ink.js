// The speaker's window and the stage show each other's spot and strokes.
import { onPointing, point } from '../stage/pen-and-spot.js';
import { onDrawn, setStrokes, showSpot } from '../stage/strokes.js';
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

export function shareInk() {
	if (!isStage && role !== 'now')
		return;
	onPointing((mode) => sendOwn('pointing', mode));
	onDrawn((kind, data) => sendOwn(kind, data));
	receive('pointing', point);
	receive('spot', showSpot);
	receive('strokes', ({ key, all }) => setStrokes(key, all));
}
