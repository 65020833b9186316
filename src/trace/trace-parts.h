#ifndef TRACE_TRACE_PARTS_H
#define TRACE_TRACE_PARTS_H

/* What the parts of trace/ ask of an open capture. Known to its files only. */

#include <pcap/pcap.h>

#include "trace/trace.h"

/* libpcap's handle of a pcap file; NULL for a pcapng one. */
pcap_t *trace_handle(const struct trace *trace);

/* Whether the interfaces that are known so far have several. */
bool trace_mixes_link_types(const struct trace *trace);

#endif
