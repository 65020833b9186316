// The script of a deck in a file.
import { startDeck } from './start-deck.js';

if (typeof Reveal !== 'undefined')
	startDeck();
