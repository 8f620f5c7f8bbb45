// A program as people write them for Kubernetes: everything that client-go offers and that asks more of a server than
// kubectl does. It prints what it saw, nothing that differs between two clusters; recorded.txt is what a real cluster
// answered.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const namespace = "client-go"

// lab is what every part works with.
type lab struct {
	config *rest.Config
	client *kubernetes.Clientset
}

// A part returns what is to be compared, a line each.
type part struct {
	name string
	run  func(context.Context, *lab) ([]string, error)
}

var parts = []part{
	{"discovery", discover},
	{"informer", informer},
	{"work queue", workQueue},
	{"conflict", conflict},
	{"server-side apply", serverSideApply},
	{"watch", watchOn},
	{"pages", pages},
	{"leader election", leaderElection},
	{"events", recordEvents},
	{"tokens", tokens},
	{"exec", execute},
	{"port-forward", portForward},
	{"eviction", evict},
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		return err
	}
	config.QPS, config.Burst = 200, 200
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	namespaces := client.CoreV1().Namespaces()
	if err := namespaces.Delete(ctx, namespace, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
		return err
	}
	if err := until(ctx, func() (bool, error) {
		_, err := namespaces.Get(ctx, namespace, metav1.GetOptions{})
		return apierrors.IsNotFound(err), nil
	}); err != nil {
		return err
	}
	object := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}
	if _, err := namespaces.Create(ctx, object, metav1.CreateOptions{}); err != nil {
		return err
	}
	defer namespaces.Delete(context.Background(), namespace, metav1.DeleteOptions{})
	for _, part := range parts {
		fmt.Println("#", part.name)
		lines, err := part.run(ctx, &lab{config, client})
		for _, line := range lines {
			fmt.Println(line)
		}
		if err != nil {
			fmt.Println("failed:", err)
		}
	}
	return nil
}

// until asks again and again, until it is so or time is over.
func until(ctx context.Context, is func() (bool, error)) error {
	for {
		done, err := is()
		if done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
