/*
 * libpcap's filters over the packets of a trace: one program for each link type, made when the first packet of it
 * comes. Of a pcapng file libpcap has no handle, so it is given a file without packets instead: what it says of
 * files ("inbound" is not known there) holds then, too.
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "trace/filter-suggestion.h"
#include "trace/link-types.h"
#include "trace/trace-parts.h"

enum { PROGRAMS_MAX = 64, SNAPSHOT = 262144, PCAP_HEADER_SIZE = 24 };

struct filter_program {
	int link_type;
	bool is_compiled; /* else the expression means nothing there */
	struct bpf_program program;
};

struct trace_filter {
	const struct trace *trace;
	char *expression;
	bool matches_all;
	size_t count;
	struct filter_program programs[PROGRAMS_MAX];
	char reason[PCAP_ERRBUF_SIZE]; /* why the last one was not compiled */
};

/* A file of this link type as libpcap opens one. */
static pcap_t *open_empty(int link_type)
{
	uint32_t words[PCAP_HEADER_SIZE / 4] = { 0xa1b23c4d, 0, 0, 0, SNAPSHOT,
		link_type_to_file(link_type) };
	const uint16_t version[2] = { 2, 4 };
	memcpy(&words[1], version, sizeof(version));
	char reason[PCAP_ERRBUF_SIZE];
	FILE *stream = fmemopen(words, sizeof(words), "rb");
	pcap_t *handle = stream ? pcap_fopen_offline(stream, reason) : NULL;
	if (stream && !handle)
		(void)fclose(stream);
	return handle;
}

static bool compile(struct trace_filter *filter, struct filter_program *program)
{
	pcap_t *own = trace_handle(filter->trace);
	pcap_t *handle = own ? own : open_empty(program->link_type);
	if (!handle) {
		(void)snprintf(filter->reason, sizeof(filter->reason),
			"libpcap does not know the link type %d", program->link_type);
		return false;
	}
	bool is_compiled = pcap_compile(handle, &program->program, filter->expression, 1,
				   PCAP_NETMASK_UNKNOWN) == 0;
	if (!is_compiled)
		(void)snprintf(filter->reason, sizeof(filter->reason), "%s", pcap_geterr(handle));
	if (!own)
		pcap_close(handle);
	return is_compiled;
}

/* The program for a link type; NULL beyond the limit, which no real file comes near. */
static const struct filter_program *program_for(struct trace_filter *filter, int link_type)
{
	for (size_t i = 0; i < filter->count; i++)
		if (filter->programs[i].link_type == link_type)
			return &filter->programs[i];
	if (filter->count == PROGRAMS_MAX)
		return NULL;
	struct filter_program *program = &filter->programs[filter->count++];
	program->link_type = link_type;
	program->is_compiled = compile(filter, program);
	return program;
}

struct trace_filter *trace_filter_new(
	const struct trace *trace, const char *expression, struct error *error)
{
	autofree(trace_filter) struct trace_filter *filter = xcalloc(1, sizeof(*filter));
	filter->trace = trace;
	filter->expression = xstrdup(expression);
	filter->matches_all = expression[strspn(expression, " \t\r\n")] == '\0';
	bool is_compiled = false;
	for (uint32_t i = 0; i < trace_interface_count(trace) && !is_compiled; i++) {
		const struct filter_program *program =
			program_for(filter, trace_interface(trace, i).link_type);
		is_compiled = program && program->is_compiled;
	}
	if (!is_compiled) {
		filter_refuse(
			trace_interface(trace, 0).link_type, expression, filter->reason, error);
		return NULL;
	}
	return steal_pointer(&filter);
}

bool trace_filter_match(struct trace_filter *filter, const struct packet *packet)
{
	if (filter->matches_all)
		return true;
	const struct filter_program *program = program_for(filter, packet->link_type);
	const struct pcap_pkthdr header = {
		.caplen = packet->captured,
		.len = packet->length,
	};
	return program && program->is_compiled &&
		pcap_offline_filter(&program->program, &header, packet->data.data) != 0;
}

void trace_filter_free(struct trace_filter *filter)
{
	if (!filter)
		return;
	for (size_t i = 0; i < filter->count; i++)
		if (filter->programs[i].is_compiled)
			pcap_freecode(&filter->programs[i].program);
	free(filter->expression);
	free(filter);
}
