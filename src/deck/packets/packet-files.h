#ifndef DECK_PACKET_FILES_H
#define DECK_PACKET_FILES_H

/* Makes capture files of the packets that a deck holds, as its button for saving them does. */

#include "deck/packets/captures.h"

/*
 * Adds a file to deck->packet_files for each capture of which the deck holds packets. They are as
 * the deck has them: redacted when it is, and only the first bytes of a long packet.
 */
void packet_files_add(struct deck *deck, const struct captures *captures);

#endif
