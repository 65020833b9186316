#ifndef DECK_PACKET_SEARCH_H
#define DECK_PACKET_SEARCH_H

/* Writes what a search over several decks finds in one: its packets, and where they are. */

#include "deck/packets/captures.h"

/*
 * Appends JSON of the packets that readers of the deck can open, each once, with the first slide
 * that shows it. It has no string that the deck does not have, so a redacted deck whose leaks were
 * checked has redacted words to search. Strings are in the talk's language; packets have indexes
 * into the tables:
 *
 *   {"title":"...","slides":[[id,title],...],"captures":[name,...],"words":[string,...],
 *    "layouts":[[name,label,name,label,...],...],
 *    "packets":[[capture,slide,frame,"time",protocol,info,kind,layout,value,value,...],
 *    ...]}
 *
 * Protocol, info, kind, name, label and value are words; a layout has a name and a label for each
 * value.
 */
void packet_search_json(struct text *out, const struct captures *captures, const char *title);

#endif
