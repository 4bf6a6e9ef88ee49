package io.annealdb.cli.simulator;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** All chance of one seed. Each part of the world draws from a stream of its own. */
final class Chance {
    private static final RandomGeneratorFactory<RandomGenerator> KIND =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private final RandomGenerator random;

    Chance(long seed) {
        this.random = KIND.create(seed);
    }

    /** A stream that what is drawn here later does not disturb. */
    Chance apart() {
        return new Chance(random.nextLong());
    }

    RandomGenerator generator() {
        return random;
    }

    boolean in(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both included. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    <T> T of(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
