package io.annealdb.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.ImageProto;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.RepairStateProto;
import io.annealdb.proto.StartRepair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random commands, from a seed. */
class ImagePropertyTest {
    private static final int COMMANDS = 400;

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    private static List<MetaCommand> commands(long seed) {
        Random random = new Random(seed);
        List<MetaCommand> commands = new ArrayList<>();
        long now = Commands.NOW.toEpochMilli();
        for (int i = 0; i < COMMANDS; i++) {
            now += random.nextInt(3_600_000);
            commands.add(command(random, now).setNow(now).build());
        }
        return commands;
    }

    private static MetaCommand.Builder command(Random random, long now) {
        String database = "db" + random.nextInt(4);
        String policy = random.nextBoolean() ? "" : "p" + random.nextInt(3);
        long time = now * 1_000_000 + (random.nextInt(60) - 40) * Commands.DAY / 4;
        var spec =
                Commands.policy("p" + random.nextInt(3))
                        .setDuration(random.nextInt(4) * 3 * Commands.DAY)
                        .setGroupDuration(random.nextInt(30) * Commands.HOUR)
                        .setReplication(1 + random.nextInt(3))
                        .setMakeDefault(random.nextBoolean());
        return switch (random.nextInt(18)) {
            case 0 -> Commands.register("data-" + random.nextInt(7), "folder-" + random.nextInt(9));
            case 1 -> Commands.createDatabase(database);
            case 2 ->
                    random.nextInt(5) == 0
                            ? Commands.dropDatabase(database)
                            : Commands.dropExpired();
            case 3 -> Commands.createPolicy(database, spec);
            case 4 -> Commands.alterPolicy(database, spec);
            case 5 ->
                    random.nextInt(4) == 0
                            ? Commands.dropPolicy(database, policy)
                            : Commands.createNextGroups(Commands.DAY);
            case 6, 7, 8, 9 -> {
                var command = Commands.ensureGroups(database, policy, time, time + Commands.DAY);
                if (random.nextBoolean()) {
                    command.getEnsureGroupsBuilder().addLiving(1 + random.nextInt(7));
                }
                yield command;
            }
            case 10 ->
                    Commands.startRepair(
                            StartRepair.newBuilder()
                                    .setDatabase(random.nextBoolean() ? database : "")
                                    .setSeed(random.nextLong()));
            case 15 -> Commands.startBackground(random.nextLong(), 1L + random.nextInt(30), 2L);
            case 16 -> Commands.repairConfig(random.nextInt(4) > 0);
            case 11, 12 ->
                    Commands.setState(
                            1 + random.nextInt(20), RepairStateProto.forNumber(random.nextInt(6)));
            case 13, 14 ->
                    Commands.commit(
                            certificate(1 + random.nextInt(30), now),
                            certificate(1 + random.nextInt(30), now));
            default -> Commands.acceptLoss(1 + random.nextInt(30));
        };
    }

    private static Certificate certificate(long shard, long at) {
        return new Certificate(new ShardId(shard), 1, at, ShardRoot.EMPTY, CellSet.NONE, 0, "r-1");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameCommandsLeadToTheSameImageAlsoThroughASnapshot(long seed) {
        List<MetaCommand> commands = commands(seed);
        ClusterImage one = ClusterImage.EMPTY;
        ClusterImage other = ClusterImage.EMPTY;
        int snapshotAt = new Random(seed).nextInt(COMMANDS);
        for (int i = 0; i < commands.size(); i++) {
            Decision decision = Decisions.decide(one, commands.get(i));
            one = one.apply(decision.records());
            Decision again = Decisions.decide(other, commands.get(i));
            for (MetaRecord record : again.records()) {
                other = other.apply(record);
            }
            assertThat(again.reply()).isEqualTo(decision.reply());
            assertThat(decision.reply().getImageVersion()).isEqualTo(one.version());
            if (i == snapshotAt) {
                other = ClusterImage.fromProto(other.toProto());
            }
            checkInvariants(one);
        }
        assertThat(other).isEqualTo(one);
        ImageProto bytes = one.toProto();
        assertThat(other.toProto().toByteString()).isEqualTo(bytes.toByteString());
    }

    private static void checkInvariants(ClusterImage image) {
        Set<Long> shards = new HashSet<>();
        for (ShardPlace place : image.shards()) {
            assertThat(shards.add(place.shard().id().value())).isTrue();
            assertThat(place.shard().id().value()).isLessThan(image.next().shard());
            assertThat(place.shard().owners())
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(3)
                    .allMatch(owner -> image.dataNode(owner.node()).isPresent());
            assertThat(image.shard(place.shard().id())).contains(place);
        }
        assertThat(image.certificates())
                .allMatch(certificate -> image.shard(certificate.shard()).isPresent());
        Set<Long> busy = new HashSet<>();
        for (RepairJobInfo job : image.repairs()) {
            if (!job.state().ended()) {
                job.shards().forEach(s -> assertThat(busy.add(s.shard().value())).isTrue());
            }
        }
    }
}
