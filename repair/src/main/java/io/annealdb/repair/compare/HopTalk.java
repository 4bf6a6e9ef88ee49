package io.annealdb.repair.compare;

import io.annealdb.points.codec.MalformedException;
import java.io.IOException;
import java.util.List;

/** Asks the successor, and counts what that costs. */
final class HopTalk {
    private final Successor successor;
    private final HopMeter meter;

    HopTalk(Successor successor, HopMeter meter) {
        this.successor = successor;
        this.meter = meter;
    }

    /**
     * @throws IOException if the peer does not answer, or answers something else
     */
    <A extends Answer> A ask(Question question, Class<A> expected) throws IOException {
        Answer answer = ask(question);
        if (!expected.isInstance(answer)) {
            throw new IOException(
                    "the successor answered %s to %s: do both nodes run the same release?"
                            .formatted(
                                    answer.getClass().getSimpleName(),
                                    question.getClass().getSimpleName()));
        }
        return expected.cast(answer);
    }

    Answer ask(Question question) throws IOException {
        meter.checkCancelled();
        byte[] asked = QuestionCodec.encode(question);
        byte[] answered = successor.ask(asked);
        try {
            Answer answer = AnswerCodec.decode(answered);
            long bodies = 0;
            if (question instanceof Question.Deletes deletes) {
                bodies += bytes(deletes.bodies());
            }
            if (answer instanceof Answer.Deletes deletes) {
                bodies += bytes(deletes.bodies());
            }
            meter.roundTrip(asked.length + answered.length, bodies);
            return answer;
        } catch (MalformedException e) {
            throw new IOException("malformed answer from the successor: " + e.getMessage(), e);
        }
    }

    private static long bytes(List<byte[]> bodies) {
        return bodies.stream().mapToLong(body -> body.length).sum();
    }
}
