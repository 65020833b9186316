#ifndef CLI_LIVE_LIST_H
#define CLI_LIVE_LIST_H

/* The packets of a running capture on standard output, as `pcapdeck packets` would print them. */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/cleanup.h"

struct live_list;

/* `link_type` is libpcap's DLT_ value. */
struct live_list *live_list_new(int link_type);

/* Adds the next packet; its line appears with live_list_show(). */
void live_list_add(struct live_list *list, int64_t time_ns, struct bytes data, uint32_t length);

/*
 * Writes as many waiting lines as standard output accepts without blocking. Returns false, with
 * errno, when the output failed.
 */
bool live_list_show(struct live_list *list);

/* Writes the remaining lines; blocks until they are written. */
bool live_list_finish(struct live_list *list);

void live_list_free(struct live_list *list);
DEFINE_AUTOFREE(live_list);

#endif
