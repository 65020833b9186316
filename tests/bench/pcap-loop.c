/*
 * The least that reading a capture with libpcap costs: every packet, and nothing done with it. What
 * script/bench holds `pcapdeck packets --count` against.
 */
#include <pcap/pcap.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	char reason[PCAP_ERRBUF_SIZE] = "";
	pcap_t *handle = argc == 2 ? pcap_open_offline(argv[1], reason) : NULL;
	if (!handle) {
		(void)fprintf(stderr, "usage: pcap-loop FILE: %s\n", reason);
		return 2;
	}
	struct pcap_pkthdr *header;
	const u_char *data;
	unsigned long long count = 0;
	int result;
	while ((result = pcap_next_ex(handle, &header, &data)) == 1)
		count++;
	(void)printf("%llu\n", count);
	pcap_close(handle);
	return result == PCAP_ERROR_BREAK ? 0 : 1;
}
