#ifndef LAB_RECORD_ORDER_H
#define LAB_RECORD_ORDER_H

/*
 * The order of the packets in a file of the recorder. Linux notes the time of a packet before it
 * gives it a place in the ring. Two processors that capture at once can be in the other order in
 * between, by some microseconds.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* What is out of order by more than this has another cause: the clock was set back. */
#define RECORD_ORDER_NS_MAX 1000000

/*
 * Sorts the packets of the file by time; those of the same time keep their order. `descriptor` can
 * be read and written; its position may move. *digest is that of the file, as of recorder_digest(),
 * before and after. The file stays as it is when its digest is another one, when a packet is older
 * than one before it by more than RECORD_ORDER_NS_MAX, and when it is no whole pcap of this
 * machine. False with a message when it cannot be read or written.
 */
bool record_order_restore(int descriptor, uint64_t *digest, struct error *error);

#endif
