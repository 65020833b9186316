/*
 * Live capture with libpcap. Three settings keep it whole: a ring of a size chosen by the caller, a
 * snap length that is not much larger than the packets (a ring slot is as large as the snap length:
 * with libpcap's default a 16 MiB ring has 64 of them), and draining until the caller has seen its
 * last packet, never for a time. Immediate mode hands every packet over at once; it costs a slot of
 * full size per packet, so it is left off for long snap lengths, where the kernel fills blocks and
 * hands them over after a few milliseconds.
 */
#include "capture/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/timestamp.h"

enum {
	IMMEDIATE_SNAP_LENGTH_MAX = 4096,
	BLOCK_TIMEOUT_MS = 5,
};

struct recorder {
	pcap_t *pcap;
	pcap_dumper_t *dumper;
	int64_t fraction_ns; /* what one unit of tv_usec is worth */
	uint64_t packet_count;
	recorder_callback *callback; /* of the drain that is going on */
	void *context;
};

static bool explain_activation(
	const struct recorder *recorder, const char *interface, int status, struct error *error)
{
	const char *detail = pcap_geterr(recorder->pcap);
	return error_set(error, "cannot capture on '%s': %s%s%s", interface,
		pcap_statustostr(status), detail[0] ? ": " : "", detail);
}

static bool activate(struct recorder *recorder, const struct recorder_options *options,
	bool *ret_is_denied, struct error *error)
{
	pcap_t *pcap = recorder->pcap;
	(void)pcap_set_snaplen(pcap, (int)options->snap_length);
	(void)pcap_set_buffer_size(pcap, (int)options->buffer_size);
	(void)pcap_set_promisc(pcap, 0);
	(void)pcap_set_timeout(pcap, BLOCK_TIMEOUT_MS);
	(void)pcap_set_immediate_mode(pcap, options->snap_length <= IMMEDIATE_SNAP_LENGTH_MAX);
	/* BPF devices know only microseconds: the file then has those, and says so in its magic. */
	(void)pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
	int status = pcap_activate(pcap);
	if (status < 0) {
		*ret_is_denied = status == PCAP_ERROR_PERM_DENIED;
		return explain_activation(recorder, options->interface, status, error);
	}
	bool is_nano = pcap_get_tstamp_precision(pcap) == PCAP_TSTAMP_PRECISION_NANO;
	recorder->fraction_ns = is_nano ? 1 : NS_PER_US;
	return true;
}

static bool set_filter(struct recorder *recorder, const char *expression, struct error *error)
{
	struct bpf_program program;
	if (pcap_compile(recorder->pcap, &program, expression, 1, PCAP_NETMASK_UNKNOWN) != 0)
		return error_set(error, "filter '%s': %s", expression, pcap_geterr(recorder->pcap));
	int status = pcap_setfilter(recorder->pcap, &program);
	pcap_freecode(&program);
	if (status != 0)
		return error_set(error, "filter '%s': %s", expression, pcap_geterr(recorder->pcap));
	return true;
}

static bool open_file(struct recorder *recorder, int descriptor, struct error *error)
{
	int own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
	FILE *file = own >= 0 ? fdopen(own, "wb") : NULL;
	if (!file) {
		error_set(error, "cannot write the capture: %s", strerror(errno));
		if (own >= 0)
			(void)close(own);
		return false;
	}
	recorder->dumper = pcap_dump_fopen(recorder->pcap, file);
	if (!recorder->dumper) {
		error_set(error, "cannot write the capture: %s", pcap_geterr(recorder->pcap));
		(void)fclose(file);
		return false;
	}
	return true;
}

struct recorder *recorder_new(const struct recorder_options *options, int descriptor,
	bool *ret_is_denied, struct error *error)
{
	bool is_denied = false;
	char detail[PCAP_ERRBUF_SIZE] = "";
	autofree(recorder) struct recorder *recorder = xcalloc(1, sizeof(*recorder));
	recorder->pcap = pcap_create(options->interface, detail);
	if (!recorder->pcap) {
		error_set(error, "cannot capture on '%s': %s", options->interface, detail);
		return NULL;
	}
	bool ok = activate(recorder, options, &is_denied, error) &&
		(!options->filter || set_filter(recorder, options->filter, error));
	if (ret_is_denied)
		*ret_is_denied = is_denied;
	if (ok && pcap_setnonblock(recorder->pcap, 1, detail) != 0)
		ok = error_set(error, "cannot capture on '%s': %s", options->interface, detail);
	if (!ok || !open_file(recorder, descriptor, error))
		return NULL;
	return steal_pointer(&recorder);
}

int recorder_link_type(const struct recorder *recorder)
{
	return pcap_datalink(recorder->pcap);
}

static void take_packet(u_char *user, const struct pcap_pkthdr *header, const u_char *data)
{
	struct recorder *recorder = (struct recorder *)(void *)user;
	pcap_dump((u_char *)recorder->dumper, header, data);
	recorder->packet_count++;
	if (!recorder->callback)
		return;
	struct recorded_packet packet = {
		.time_ns = (int64_t)header->ts.tv_sec * NS_PER_S +
			(int64_t)header->ts.tv_usec * recorder->fraction_ns,
		.length = header->len,
		.data = { data, header->caplen },
	};
	recorder->callback(recorder->context, &packet);
}

bool recorder_drain(
	struct recorder *recorder, recorder_callback *callback, void *context, struct error *error)
{
	recorder->callback = callback;
	recorder->context = context;
	int count;
	do
		count = pcap_dispatch(recorder->pcap, -1, take_packet, (u_char *)recorder);
	while (count > 0);
	recorder->callback = NULL;
	if (count < 0)
		return error_set(error, "capturing failed: %s", pcap_geterr(recorder->pcap));
	return true;
}

bool recorder_wait(struct recorder *recorder, int milliseconds, struct error *error)
{
	struct pollfd ready = {
		.fd = pcap_get_selectable_fd(recorder->pcap),
		.events = POLLIN,
	};
	if (poll(&ready, 1, milliseconds) < 0 && errno != EINTR)
		return error_set(error, "waiting for packets failed: %s", strerror(errno));
	return true;
}

bool recorder_finish(struct recorder *recorder, uint64_t *ret_packet_count, struct error *error)
{
	if (pcap_dump_flush(recorder->dumper) != 0 || ferror(pcap_dump_file(recorder->dumper)))
		return error_set(error, "cannot write the capture: %s", strerror(errno));
	struct pcap_stat statistics = { 0 };
	if (pcap_stats(recorder->pcap, &statistics) != 0)
		return error_set(error, "cannot ask the kernel for lost packets: %s",
			pcap_geterr(recorder->pcap));
	unsigned lost = statistics.ps_drop + statistics.ps_ifdrop;
	if (lost)
		return error_set(error,
			"the kernel dropped %u packets of the capture, it had no room left: try "
			"again, or record less at a time",
			lost);
	*ret_packet_count = recorder->packet_count;
	return true;
}

void recorder_free(struct recorder *recorder)
{
	if (!recorder)
		return;
	if (recorder->dumper)
		pcap_dump_close(recorder->dumper);
	if (recorder->pcap)
		pcap_close(recorder->pcap);
	free(recorder);
}
