// The script of a deck that is served: it also has what needs a server, a shared talk and slides that are recorded anew.
import { offerInvitation } from './room/invitation.js';
import { putRecorded, startLive } from './room/live.js';
import { startClicker } from './room/clicker.js';
import { offerToAskOfPacket, startFeedback } from './room/feedback.js';
import { startFollowing } from './room/follow.js';
import { startHearing } from './room/heard.js';
import { startOpenItems } from './room/open-items.js';
import { startLeading } from './room/lead.js';
import { putNewSlides, startNewSlides } from './room/new-slides.js';
import { startRehearsal } from './room/rehearsal.js';
import { drawVotes, startVotes } from './room/votes.js';
import { startDeck } from './start-deck.js';

if (typeof Reveal !== 'undefined')
	startDeck({ offerToAskOfPacket, startFeedback, startClicker, startFollowing, offerInvitation, startLeading, putNewSlides, startNewSlides, putRecorded, startLive, drawVotes, startVotes, startHearing, startOpenItems, startRehearsal });
