package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/util/exec"
)

var everything = labels.Everything()

func recordEvents(ctx context.Context, lab *lab) ([]string, error) {
	object, err := lab.client.CoreV1().ConfigMaps(namespace).Create(ctx, configMap("eventful", nil), metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	broadcaster := record.NewBroadcaster(record.WithContext(ctx))
	broadcaster.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: lab.client.CoreV1().Events(namespace)})
	defer broadcaster.Shutdown()
	recorder := broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "client-go"})
	for range 3 {
		recorder.Event(object, corev1.EventTypeNormal, "Seen", "It was seen")
	}
	lines := []string{}
	err = until(ctx, func() (bool, error) {
		list, err := lab.client.CoreV1().Events(namespace).List(ctx, metav1.ListOptions{FieldSelector: "reason=Seen"})
		if err != nil || len(list.Items) == 0 || list.Items[0].Count < 3 {
			return false, err
		}
		event := list.Items[0]
		lines = append(lines, fmt.Sprint(event.Type, " ", event.InvolvedObject.Kind, "/", event.InvolvedObject.Name, " ", event.Message, ", by ", event.Source.Component, ", times: ", event.Count, ", events: ", len(list.Items)))
		return true, nil
	})
	return lines, err
}

func tokens(ctx context.Context, lab *lab) ([]string, error) {
	seconds := int64(600)
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: &seconds}}
	var answer *authenticationv1.TokenRequest
	err := until(ctx, func() (bool, error) {
		made, err := lab.client.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, "default", request, metav1.CreateOptions{})
		answer = made
		if apierrors.IsNotFound(err) {
			return false, nil
		}
		return true, err
	})
	if err != nil {
		return nil, err
	}
	config := rest.AnonymousClientConfig(lab.config)
	config.BearerToken = answer.Status.Token
	account, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	review, err := account.AuthenticationV1().SelfSubjectReviews().Create(ctx, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	_, refusal := account.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{})
	return []string{
		review.Status.UserInfo.Username + " " + strings.Join(review.Status.UserInfo.Groups, " "),
		fmt.Sprint(apierrors.IsForbidden(refusal), ": ", refusal),
	}, nil
}

// server runs a pod that answers on port 80, and waits until it is ready.
func server(ctx context.Context, lab *lab) error {
	none := int64(0)
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "server", Labels: map[string]string{"app": "server"}},
		Spec: corev1.PodSpec{
			TerminationGracePeriodSeconds: &none,
			Containers:                    []corev1.Container{{Name: "web", Image: "nginx:alpine"}},
		},
	}
	_, err := lab.client.CoreV1().Pods(namespace).Create(ctx, pod, metav1.CreateOptions{})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return err
	}
	return until(ctx, func() (bool, error) {
		pod, err := lab.client.CoreV1().Pods(namespace).Get(ctx, "server", metav1.GetOptions{})
		if err != nil {
			return false, err
		}
		for _, condition := range pod.Status.Conditions {
			if condition.Type == corev1.PodReady && condition.Status == corev1.ConditionTrue {
				return true, nil
			}
		}
		return false, nil
	})
}

func execute(ctx context.Context, lab *lab) ([]string, error) {
	if err := server(ctx, lab); err != nil {
		return nil, err
	}
	lines := []string{}
	for _, script := range []string{"echo out; echo err >&2; cat; exit 3", "cat | wc -c", "exit 0"} {
		request := lab.client.CoreV1().RESTClient().Get().Resource("pods").Namespace(namespace).Name("server").SubResource("exec").
			VersionedParams(&corev1.PodExecOptions{Command: []string{"sh", "-c", script}, Stdin: true, Stdout: true, Stderr: true}, scheme.ParameterCodec)
		executor, err := remotecommand.NewWebSocketExecutor(lab.config, http.MethodGet, request.URL().String())
		if err != nil {
			return lines, err
		}
		var stdout, stderr bytes.Buffer
		err = executor.StreamWithContext(ctx, remotecommand.StreamOptions{
			Stdin: strings.NewReader(strings.Repeat("in\n", 3)), Stdout: &stdout, Stderr: &stderr,
		})
		code := 0
		var exit exec.CodeExitError
		if errors.As(err, &exit) {
			code = exit.Code
		} else if err != nil {
			return lines, err
		}
		lines = append(lines, fmt.Sprintf("%q %q %d", strings.TrimSpace(stdout.String()), stderr.String(), code))
	}
	return lines, nil
}

func portForward(ctx context.Context, lab *lab) ([]string, error) {
	if err := server(ctx, lab); err != nil {
		return nil, err
	}
	url := lab.client.CoreV1().RESTClient().Get().Resource("pods").Namespace(namespace).Name("server").SubResource("portforward").URL()
	dialer, err := portforward.NewSPDYOverWebsocketDialer(url, lab.config)
	if err != nil {
		return nil, err
	}
	stop, ready := make(chan struct{}), make(chan struct{})
	defer close(stop)
	forwarder, err := portforward.NewOnAddresses(dialer, []string{"127.0.0.1"}, []string{"0:80"}, stop, ready, io.Discard, io.Discard)
	if err != nil {
		return nil, err
	}
	failed := make(chan error, 1)
	go func() { failed <- forwarder.ForwardPorts() }()
	select {
	case <-ready:
	case err := <-failed:
		return nil, err
	case <-time.After(20 * time.Second):
		return nil, errors.New("never ready")
	}
	ports, err := forwarder.GetPorts()
	if err != nil {
		return nil, err
	}
	lines := []string{}
	for range 3 {
		answer, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/", ports[0].Local))
		if err != nil {
			return lines, err
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			return lines, err
		}
		_, rest, _ := strings.Cut(string(body), "<title>")
		title, _, _ := strings.Cut(rest, "</title>")
		lines = append(lines, fmt.Sprint(answer.Status, " ", title))
	}
	return lines, nil
}

func evict(ctx context.Context, lab *lab) ([]string, error) {
	if err := server(ctx, lab); err != nil {
		return nil, err
	}
	one := intstr.FromInt32(1)
	budgets := lab.client.PolicyV1().PodDisruptionBudgets(namespace)
	_, err := budgets.Create(ctx, &policyv1.PodDisruptionBudget{
		ObjectMeta: metav1.ObjectMeta{Name: "server"},
		Spec: policyv1.PodDisruptionBudgetSpec{
			MinAvailable: &one,
			Selector:     &metav1.LabelSelector{MatchLabels: map[string]string{"app": "server"}},
		},
	}, metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	err = until(ctx, func() (bool, error) {
		budget, err := budgets.Get(ctx, "server", metav1.GetOptions{})
		return err == nil && budget.Status.ObservedGeneration == budget.Generation && budget.Status.CurrentHealthy == 1, err
	})
	if err != nil {
		return nil, err
	}
	eviction := &policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Name: "server", Namespace: namespace}}
	refusal := lab.client.PolicyV1().Evictions(namespace).Evict(ctx, eviction)
	lines := []string{fmt.Sprint(apierrors.IsTooManyRequests(refusal), ": ", refusal)}
	if err := budgets.Delete(ctx, "server", metav1.DeleteOptions{}); err != nil {
		return lines, err
	}
	if err := until(ctx, func() (bool, error) {
		err := lab.client.PolicyV1().Evictions(namespace).Evict(ctx, eviction)
		return err == nil || !apierrors.IsTooManyRequests(err), err
	}); err != nil {
		return lines, err
	}
	err = until(ctx, func() (bool, error) {
		_, err := lab.client.CoreV1().Pods(namespace).Get(ctx, "server", metav1.GetOptions{})
		return apierrors.IsNotFound(err), nil
	})
	return append(lines, "gone"), err
}
