package io.annealdb.meta.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.image.RepairCodec;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.RepairKind;
import io.annealdb.image.RepairState;
import io.annealdb.proto.RepairJobProto;
import io.annealdb.proto.ShardRepairProto;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobQueueTest {
    private static final JobQueue QUEUE = new JobQueue(2, 1);

    private static RepairJobInfo job(long id, RepairKind kind, RepairState state, long... shards) {
        RepairJobProto.Builder job =
                RepairJobProto.newBuilder()
                        .setId(id)
                        .setKindValue(kind.ordinal())
                        .setStateValue(state.ordinal());
        Arrays.stream(shards)
                .forEach(shard -> job.addShards(ShardRepairProto.newBuilder().setShardId(shard)));
        return RepairCodec.decode(job.build());
    }

    private static RepairJobInfo operator(long id, long... shards) {
        return job(id, RepairKind.OPERATOR, RepairState.QUEUED, shards);
    }

    private static RepairJobInfo background(long id, long... shards) {
        return job(id, RepairKind.BACKGROUND, RepairState.QUEUED, shards);
    }

    private static List<Long> startable(List<RepairJobInfo> jobs, RepairJobInfo... running) {
        return QUEUE.startable(jobs, List.of(running)).stream().map(RepairJobInfo::id).toList();
    }

    @Test
    void operatorsGoFirstAndOtherwiseTheOldest() {
        assertThat(startable(List.of(background(1, 1), operator(3, 3), operator(2, 2))))
                .containsExactly(2L, 3L, 1L);
    }

    @Test
    void eachKindHasItsOwnPlaces() {
        List<RepairJobInfo> jobs =
                List.of(
                        background(1, 1),
                        background(2, 2),
                        operator(3, 3),
                        operator(4, 4),
                        operator(5, 5));
        assertThat(startable(jobs)).containsExactly(3L, 4L, 1L);
        assertThat(startable(jobs, jobs.get(0), jobs.get(2))).containsExactly(4L);
    }

    @Test
    void noShardIsInTwoJobsThatRun() {
        assertThat(startable(List.of(operator(1, 1, 2), operator(2, 2, 3), operator(3, 3))))
                .containsExactly(1L, 3L);
    }

    @Test
    void oneThatIsStoppingStillHoldsItsShards() {
        RepairJobInfo stopping = job(1, RepairKind.BACKGROUND, RepairState.CANCELLED, 7);
        assertThat(startable(List.of(stopping, operator(2, 7)), stopping)).isEmpty();
        assertThat(startable(List.of(stopping, operator(2, 7)))).containsExactly(2L);
    }

    @Test
    void whatIsPausedOrHasEndedDoesNotRun() {
        assertThat(
                        startable(
                                Arrays.stream(RepairState.values())
                                        .map(
                                                state ->
                                                        job(
                                                                state.ordinal() + 1,
                                                                RepairKind.OPERATOR,
                                                                state,
                                                                state.ordinal() + 1))
                                        .toList()))
                .containsExactly(1L, 2L); // queued, and running without a thread: a new leader
    }
}
