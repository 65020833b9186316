// The script of a deck in a file. What listeners say is kept in their browser.
import { offerToAskOfPacket, startFeedback } from './room/feedback.js';
import { startDeck } from './start-deck.js';

if (typeof Reveal !== 'undefined')
	startDeck({ offerToAskOfPacket, startFeedback });
