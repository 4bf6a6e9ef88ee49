package io.annealdb.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NodeThreadsTest {
    @Test
    void threadsThatANodeMakesAreItsOwn() throws Exception {
        CompletableFuture<Optional<String>> seen = new CompletableFuture<>();
        NodeThreads.start(
                "data-2",
                () -> {
                    new Thread(() -> seen.complete(NodeThreads.currentNode())).start();
                    return "";
                });
        assertThat(seen.get()).contains("data-2");
    }

    @Test
    void otherThreadsBelongToNoNode() {
        assertThat(NodeThreads.currentNode()).isEmpty();
    }

    @Test
    void whyANodeDidNotStartIsSaidAsItIs() {
        assertThatThrownBy(
                        () ->
                                NodeThreads.start(
                                        "data-1",
                                        () -> {
                                            throw new IOException("port taken");
                                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("port taken");
    }
}
