package io.annealdb.meta.log;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** What we ask of Ratis. */
final class RaftSettings {
    /**
     * A leader that is silent for 0.7 to 1.4 s is replaced: about a second without meta when one
     * dies, and long enough for a busy machine with several nodes on it.
     */
    private static final long ELECTION_MILLIS_MIN = 700;

    private static final long ELECTION_MILLIS_MAX = 1_400;

    private RaftSettings() {}

    static RaftProperties of(
            Path dir, String bindHost, int bindPort, int members, RaftLog.Tuning tuning) {
        RaftProperties settings = new RaftProperties();
        RaftConfigKeys.Rpc.setType(settings, SupportedRpcType.GRPC);
        if (!bindHost.isEmpty()) {
            GrpcConfigKeys.Server.setHost(settings, bindHost);
        }
        GrpcConfigKeys.Server.setPort(settings, bindPort);
        RaftServerConfigKeys.setStorageDir(settings, List.of(dir.toFile()));
        elections(settings, members);
        snapshots(settings, tuning);
        // Any member answers a read that must see all that was acknowledged before it.
        RaftServerConfigKeys.Read.setOption(
                settings, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.Read.setTimeout(settings, millis(2_000));
        RaftClientConfigKeys.Rpc.setRequestTimeout(settings, millis(2_000));
        // A machine that slept for a minute is no reason to leave the cluster for good.
        RaftServerConfigKeys.setCloseThreshold(settings, TimeDuration.valueOf(30, TimeUnit.DAYS));
        return settings;
    }

    private static void elections(RaftProperties settings, int members) {
        RaftServerConfigKeys.Rpc.setTimeoutMin(settings, millis(ELECTION_MILLIS_MIN));
        RaftServerConfigKeys.Rpc.setTimeoutMax(settings, millis(ELECTION_MILLIS_MAX));
        // Nobody leads yet when a node starts: it need not wait long to find that out.
        boolean alone = members == 1;
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(settings, millis(alone ? 10 : 250));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(settings, millis(alone ? 30 : 700));
        RaftServerConfigKeys.Rpc.setRequestTimeout(settings, millis(2_000));
    }

    private static void snapshots(RaftProperties settings, RaftLog.Tuning tuning) {
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(settings, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(settings, tuning.snapshotEntries());
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(settings, 3);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(settings, true);
        RaftServerConfigKeys.Log.setSegmentSizeMax(
                settings, SizeInBytes.valueOf(tuning.segmentBytesMax()));
        RaftServerConfigKeys.Log.setPreallocatedSize(
                settings, SizeInBytes.valueOf(Math.min(1 << 20, tuning.segmentBytesMax())));
        RaftServerConfigKeys.Log.setPurgeGap(settings, 1);
        // A member that was away for a moment catches up from the log.
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(settings, tuning.snapshotEntries());
    }

    private static TimeDuration millis(long millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}
