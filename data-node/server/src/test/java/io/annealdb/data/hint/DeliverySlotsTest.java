package io.annealdb.data.hint;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.testing.StepScheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliverySlotsTest {
    private final StepScheduler time = new StepScheduler(Instant.EPOCH);
    private final List<Integer> begun = new ArrayList<>();

    @Test
    void soManyAtOnceTheOthersInTheirOrder() {
        DeliverySlots slots = new DeliverySlots(2, time);
        for (int queue = 1; queue <= 4; queue++) {
            int number = queue;
            slots.take(() -> begun.add(number));
        }
        assertThat(begun).containsExactly(1, 2);
        slots.release();
        time.run();
        assertThat(begun).containsExactly(1, 2, 3);
        slots.release();
        slots.release();
        time.run();
        assertThat(begun).containsExactly(1, 2, 3, 4);
        slots.take(() -> begun.add(5));
        assertThat(begun).as("one of the two is free again").endsWith(5);
    }
}
