// The spot and the strokes of one window in the other: the stage's in the speaker's picture of it, and that one's on the stage.
import { onPointing, point } from '../stage/pen-and-spot.js';
import { onDrawn, setStrokes, showSpot } from '../stage/strokes.js';
import { isStage, on, role, send } from './windows.js';

// What came from the other window is not sent back to it.
let isHearing = false;

function hear(kind, act) {
	on(kind, (data) => {
		if (!Reveal.isReady())
			return;
		isHearing = true;
		act(data);
		isHearing = false;
	});
}

const tell = (kind, data) => isHearing || send(kind, data);

export function shareInk() {
	if (!isStage && role !== 'now')
		return;
	onPointing((mode) => tell('pointing', mode));
	onDrawn((kind, data) => tell(kind, data));
	hear('pointing', point);
	hear('spot', showSpot);
	hear('strokes', ({ key, all }) => setStrokes(key, all));
}
